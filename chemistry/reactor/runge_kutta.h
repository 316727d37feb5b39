// The Runge-Kutta method of the batch reactor, ESDIRK4(3)6L[2]SA: six stages, the first explicit, the others
// implicit with one weight. Order 4 with an embedded one of order 3; L-stable; the last stage is the end of
// the step.
//
//     y_i = y_0 + h sum_{j <= i} a_ij f(y_j),   y(t + h) = y_6,   error = h sum_j e_j f(y_j)
//
// Source: the implicit part of ARK4(3)6L[2]SA, Kennedy and Carpenter (2003) Appl. Numer. Math. 44:139. Its
// conditions of order are under test.
#pragma once

#include <array>
#include <cstddef>

namespace talus::runge_kutta {

inline constexpr std::size_t stages = 6;  ///< the first of them explicit
inline constexpr double diagonal = 0.25;  ///< a_ii of the implicit stages
inline constexpr int order = 4;

/// c_i: where in the step a stage stands.
inline constexpr std::array<double, stages> node = {0, 0.5, 83.0 / 250, 31.0 / 50, 17.0 / 20, 1};

/// a_ij; the last row holds the weights of the step.
inline constexpr std::array<std::array<double, stages>, stages> weight = {{
    {0, 0, 0, 0, 0, 0},
    {0.25, 0.25, 0, 0, 0, 0},
    {8611.0 / 62500, -1743.0 / 31250, 0.25, 0, 0, 0},
    {5012029.0 / 34652500, -654441.0 / 2922500, 174375.0 / 388108, 0.25, 0, 0},
    {15267082809.0 / 155376265600, -71443401.0 / 120774400, 730878875.0 / 902184768, 2285395.0 / 8070912,
     0.25, 0},
    {82889.0 / 524892, 0, 15625.0 / 83664, 69875.0 / 102672, -2260.0 / 8211, 0.25},
}};

/// e_j: the weights of the step less those of order 3.
inline constexpr std::array<double, stages> error = {
    82889.0 / 524892 - 4586570599.0 / 29645900160, 0,
    15625.0 / 83664 - 178811875.0 / 945068544,     69875.0 / 102672 - 814220225.0 / 1159782912,
    -2260.0 / 8211 + 3700637.0 / 11593932,         0.25 - 61727.0 / 225920,
};

}  // namespace talus::runge_kutta
