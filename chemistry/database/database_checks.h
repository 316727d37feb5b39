// What must hold across the keys of database records; Database::read calls it.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "base/input.h"
#include "chemistry/database/database.h"

namespace talus {

/// Which document a record comes from: "minerals.Brucite" -> its place in the list of documents.
using Origins = std::map<std::string, std::size_t>;

/// Notes in its document every fault of a record: no log_k, source or status; log_k and the analytic
/// expression apart by more than 0.05 at 25 degC; reactions with unknown names, out of balance in an element
/// or in charge, or going round in a circle; charged species without a size; rate laws that contradict each
/// other. Records of documents that have problems already are left alone.
void check_records(const Database& database, std::vector<Document>& documents, const Origins& origins);

}  // namespace talus
