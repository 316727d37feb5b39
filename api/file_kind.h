// A case given to the verb of another kind of case.
#pragma once

#include <string>

namespace talus {

/// Refuses a file that is plainly of another kind than the one that `verb` reads: a pile has [mesh], a batch
/// [vessel], a list of waters neither. InputError with that one sentence, instead of one for each of its
/// keys; a file that is no TOML passes, for its reader to say what is wrong with it.
void refuse_other_kind(const std::string& path, const std::string& verb);

}  // namespace talus
