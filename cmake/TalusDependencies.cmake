# What Talus links, found alike when it is built and when an installed copy is used. Headers of these libraries are not
# needed by programs that use Talus, nor are those libraries of which it takes headers only (CMakeLists.txt).
include_guard(DIRECTORY)

find_package(MPI REQUIRED COMPONENTS C)
find_package(PkgConfig REQUIRED)
pkg_check_modules(PETSC REQUIRED IMPORTED_TARGET GLOBAL PETSc>=3.18)
pkg_search_module(HDF5 REQUIRED IMPORTED_TARGET GLOBAL hdf5-openmpi hdf5-mpi hdf5)  # must be the one that PETSc uses
pkg_search_module(UDUNITS REQUIRED IMPORTED_TARGET GLOBAL udunits udunits2)
find_package(tomlplusplus 3.3 REQUIRED)
find_package(OpenSSL REQUIRED COMPONENTS Crypto)
find_package(ZLIB REQUIRED)
pkg_check_modules(XLSXWRITER REQUIRED IMPORTED_TARGET GLOBAL xlsxwriter)

# Dimension scales; no .pc file knows this part of HDF5.
find_library(HDF5_HL_LIBRARY hdf5_hl HINTS ${HDF5_LIBRARY_DIRS} REQUIRED)
if(NOT TARGET Talus::hdf5_hl)
  add_library(Talus::hdf5_hl UNKNOWN IMPORTED GLOBAL)
  set_target_properties(Talus::hdf5_hl PROPERTIES IMPORTED_LOCATION "${HDF5_HL_LIBRARY}")
endif()

# Debian's PETSc hands on -D_FORTIFY_SOURCE, which hides errors from the sanitizers and warns at -O0.
set_target_properties(PkgConfig::PETSC PROPERTIES INTERFACE_COMPILE_OPTIONS "")
