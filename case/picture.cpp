#include "case/picture.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>

#include "base/error.h"

namespace talus {

namespace {

constexpr double width = 960, margin = 40, line = 18;  // pixels
constexpr std::array colours{"#d9b382", "#9fb8ad", "#c98474", "#8c7aa9",
                             "#e3cf65", "#7d9ec0", "#b5b5b5", "#8fae5d"};

template <class... Values>
std::string text(const char* format, Values... values) {
  char buffer[400];
  std::snprintf(buffer, sizeof buffer, format, values...);
  return buffer;
}

std::string escaped(const std::string& words) {
  std::string xml;
  for (const char letter : words)
    xml += letter == '&' ? "&amp;" : letter == '<' ? "&lt;" : letter == '>' ? "&gt;" : std::string(1, letter);
  return xml;
}

/// Corner `k` of a cell, the four lower ones first (Mesh::corners).
struct Corner {
  double x = 0, y = 0, z = 0;
};
Corner corner(const Mesh& mesh, std::size_t cell, std::size_t k) {
  const double* at = mesh.corners.data() + 24 * cell + 3 * k;
  return {at[0], at[1], at[2]};
}

struct Extent {
  double width = 0, length = 0;
};
Extent extent_of(const Mesh& mesh) {
  Extent extent;
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c) {
    extent.width = std::max(extent.width, corner(mesh, c, 2).x);
    extent.length = std::max(extent.length, corner(mesh, c, 2).y);
  }
  return extent;
}

/// Draws in metres, which grow to the right and upwards from a place in pixels.
class Drawing {
 public:
  Drawing(double scale, double foot) : scale_(scale), foot_(foot) {}
  std::string point(double across, double up) const {
    return text("%.2f,%.2f ", margin + scale_ * across, foot_ - scale_ * up);
  }

 private:
  double scale_, foot_;
};

std::string polygon(const std::string& points, const char* style) {
  return "<polygon points=\"" + points + "\" " + style + "/>\n";
}

std::string section(const Model& model, const Drawing& drawing, double y) {
  const Mesh& mesh = model.mesh;
  std::string cells, surface;
  const auto crosses = [&](std::size_t c) { return corner(mesh, c, 0).y <= y && y < corner(mesh, c, 3).y; };
  const auto point = [&](std::size_t c, std::size_t k) {
    const Corner at = corner(mesh, c, k);
    return drawing.point(at.x, at.z);
  };
  for (std::size_t c = 0; c < static_cast<std::size_t>(mesh.owned); ++c) {
    if (!crosses(c)) continue;
    const char* fill = colours[static_cast<std::size_t>(model.cells.material[c]) % colours.size()];
    cells += polygon(point(c, 0) + point(c, 1) + point(c, 5) + point(c, 4),
                     text("fill=\"%s\" stroke=\"#444\" stroke-width=\"0.3\"", fill).c_str());
  }
  for (const Patch& patch : mesh.patches)
    for (const Index cell : patch.cell) {
      const auto c = static_cast<std::size_t>(cell);
      if (patch.name == "top" && crosses(c))
        surface += "<polyline points=\"" + point(c, 4) + point(c, 5) +
                   "\" fill=\"none\" stroke=\"#1c4f9c\" stroke-width=\"2\"/>\n";
    }
  return cells + surface;
}

std::string plan(const Model& model, const Drawing& drawing) {
  const Mesh& mesh = model.mesh;
  std::string columns;
  for (std::size_t k = 0; k < mesh.columns(); ++k) {
    const auto c = static_cast<std::size_t>(mesh.column_first[k + 1]) - 1;
    std::string points;
    double height = 0;
    for (std::size_t i = 4; i < 8; ++i) {
      const Corner at = corner(mesh, c, i);
      points += drawing.point(at.x, at.y);
      height += at.z / 4;
    }
    const int shade = static_cast<int>(std::lround(90 - 50 * std::clamp(height / mesh.height, 0.0, 1.0)));
    columns += polygon(
        points, text("fill=\"hsl(35,45%%,%d%%)\" stroke=\"#444\" stroke-width=\"0.3\"", shade).c_str());
  }
  return columns;
}

}  // namespace

std::string picture_of(const Model& model, const std::string& title) {
  const Mesh& mesh = model.mesh;
  check(mesh.owned == mesh.total, "the rank that draws has all cells");
  const Extent extent = extent_of(mesh);
  const double scale = std::min((width - 2 * margin) / extent.width, 400 / mesh.height);
  const double foot = margin + 2 * line + scale * mesh.height;
  double bottom = foot + line;
  std::string body = section(model, Drawing(scale, foot), extent.length / 2);
  if (mesh.dimensions == 3) {
    const double plan_scale = std::min((width - 2 * margin) / extent.width, 500 / extent.length);
    bottom = foot + 2 * line + plan_scale * extent.length;
    body += plan(model, Drawing(plan_scale, bottom));
    bottom += line;
  }
  body +=
      text("<text x=\"%g\" y=\"%g\" font-weight=\"bold\">", margin, margin) + escaped(title) + "</text>\n";
  body +=
      text("<text x=\"%g\" y=\"%g\">%lld cells, %.4g m high, %.4g m wide; footprint %.6g m2</text>\n", margin,
           margin + line, static_cast<long long>(mesh.total), mesh.height, extent.width, mesh.footprint);
  for (std::size_t m = 0; m < model.materials.size(); ++m) {
    bottom += line;
    body += text("<rect x=\"%g\" y=\"%g\" width=\"12\" height=\"12\" fill=\"%s\"/>", margin, bottom - 10,
                 colours[m % colours.size()]) +
            text("<text x=\"%g\" y=\"%g\">", margin + line, bottom) + escaped(model.materials[m]) +
            "</text>\n";
  }
  return text(
             "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%g\" height=\"%.0f\" font-family=\"sans-serif\" "
             "font-size=\"13\">\n<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n",
             width, bottom + margin) +
         body + "</svg>\n";
}

}  // namespace talus
