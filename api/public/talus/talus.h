// All of the library.
#pragma once

#include <talus/database.h>
#include <talus/errors.h>
#include <talus/reactor.h>
#include <talus/session.h>
#include <talus/simulation.h>
#include <talus/speciation.h>
