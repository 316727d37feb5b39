// The tree of a TOML text in bytes, for texts that are part of the program: it is read back in a fifth of the time that
// parsing the text takes. The bytes are those of this build; they are no format of files.
#pragma once

#include <string>
#include <string_view>

#include "base/input.h"

namespace talus {

/// The tree of `document`, without values of --set.
std::string packed_tree(const Document& document);

/// What Document::from_text(text, name) gives, from the tree of that text.
Document document_of_packed(std::string_view text, std::string_view tree, const std::string& name);

}  // namespace talus
