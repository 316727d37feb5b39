// Which Talus this is.
#pragma once

namespace talus {

/// Version of the program, "0.1.0"; the same as in CMakeLists.txt, CITATION.cff and CHANGELOG.md.
extern const char* const talus_version;

/// Commit of the sources it was built from, "a1b2c3d4e5", with "-dirty" when they had been changed since;
/// "unknown" when they were not a git checkout.
extern const char* const talus_commit;

}  // namespace talus
