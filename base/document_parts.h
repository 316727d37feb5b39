// Tables of a document that other readers read than those of the rest.
#pragma once

#include <span>
#include <string_view>

#include "base/input.h"

namespace talus {

/// Takes the tables (or lists of tables) of these names at the top of `document` into a document of their own,
/// which has the same text and places.
Document take_tables(Document& document, std::span<const std::string_view> names);

/// The first key of the document whose value comes from --set; its place has no file where there is none.
Place place_of_a_set(const Document& document);

/// Notes the problems of `part`, which was taken from `document`, in `document` too.
void take_problems(Document& document, const Document& part);

}  // namespace talus
