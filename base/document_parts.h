// Tables of a document that other readers read than those of the rest.
#pragma once

#include <optional>
#include <span>
#include <string>
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

/// Numbers, true and false at `keys` of every table of the list `tables`, alone or in a list, become texts as they were
/// written: for keys that take quantities of any kind, which a pure number may be.
void numbers_as_texts(Document& document, std::string_view tables, std::span<const std::string_view> keys);

/// What is written at a path, as --set takes it; a text without its quotes. Nothing where there is no value, or a table or
/// a list.
std::optional<std::string> written_at(const Document& document, const std::string& path);

}  // namespace talus
