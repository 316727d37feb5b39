#!/bin/sh
# One run for PEST and PEST++: values.set comes from values.tpl, observations.txt is read by observations.ins. It is removed first, so that
# a run that fails is not taken for the one before it.
set -e
rm -f observations.txt
"${TALUS:-talus}" run ../column.toml --set-from values.set -o run.h5 --force -q
"${TALUS:-talus}" report run.h5 --with measured.toml --observations observations.txt --out report --force > report.txt
