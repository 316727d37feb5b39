"""The steady profile of water in a column under infiltration: integrates Darcy's law upwards from the water table.

    dp_c/dz = rho g - q mu / (k kr(S(p_c)))             p_c = 0 at z = 0
    S  = S_r + (1 - S_r) Se,  Se = (1 + (alpha p_c)^n)^-m,  n = 1 / (1 - m)       van Genuchten (1980)
    kr = sqrt(Se) (1 - (1 - Se^(1/m))^m)^2                                        Mualem (1976)

It writes saturation.csv, which the cases read: flow.py > saturation.csv"""
import math

HEIGHT = 5.0               # m, water table at the base
PERMEABILITY = 1e-13       # m2
ALPHA = 1e-4               # 1/Pa
M = 0.5
RESIDUAL = 0.1
YEAR = 365 * 86400         # s, as the reference counts
INFILTRATION = 0.2 / YEAR  # m/s
VISCOSITY = 8.90e-4        # Pa s, water at 25 degC and 1 atm (Huber and others 2009, J. Phys. Chem. Ref. Data 38:101)
DENSITY = 997.05           # kg/m3, water at 25 degC and 1 atm (Kell 1975)
GRAVITY = 9.80665          # m/s2


def effective(suction):
    return (1 + (ALPHA * max(suction, 0)) ** (1 / (1 - M))) ** -M


def relative_permeability(suction):
    se = effective(suction)
    return math.sqrt(se) * (1 - (1 - se ** (1 / M)) ** M) ** 2


def slope(suction):
    """dp_c/dz, Pa/m."""
    return DENSITY * GRAVITY - INFILTRATION * VISCOSITY / (PERMEABILITY * relative_permeability(suction))


def profile(spacing=0.02, substeps=200):
    """(height, saturation) from the water table up, by the classical Runge-Kutta method."""
    suction, rows = 0.0, [(0.0, 1.0)]
    h = spacing / substeps
    for i in range(round(HEIGHT / spacing)):
        for _ in range(substeps):
            a = slope(suction)
            b = slope(suction + h / 2 * a)
            c = slope(suction + h / 2 * b)
            suction += h / 6 * (a + 2 * b + 2 * c + slope(suction + h * c))
        rows.append(((i + 1) * spacing, RESIDUAL + (1 - RESIDUAL) * effective(suction)))
    return rows


if __name__ == "__main__":
    print("# Steady flow of 0.2 m/yr to a water table at 5 m: written by flow.py")
    print("depth [m], saturation [1]")
    for height, saturation in reversed(profile()):
        print(f"{HEIGHT - height:.2f}, {saturation:.8f}")
