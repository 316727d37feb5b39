#!/bin/sh
# One run for Dakota: driver.sh PARAMETERS RESULTS. Of the parameters file the first lines are "2 variables" and then a value and
# a descriptor each; the results file gets a value and a name each, which Dakota ignores.
set -e
here=$(dirname "$0")
awk '$2 == "variables" { left = $1; next }
     left > 0 { left--; key = $2 == "surface" ? "materials.tailings.surface.Brucite" : "materials.tailings.water.saturation"
                print key " = " $1 ($2 == "surface" ? " m2/g" : "") }' "$1" > "$1.set"
"${TALUS:-talus}" run "$here/../column.toml" --set-from "$1.set" -o "$1.h5" --force -q
"${TALUS:-talus}" report "$1.h5" --with "$here/../pest/measured.toml" --observations "$2" --out "$1.report" --force > "$1.said"
