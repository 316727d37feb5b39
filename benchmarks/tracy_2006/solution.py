"""Exact solutions of Richards' equation in two and three dimensions, after Tracy (2006) Water Resour. Res. 42:W08501.

A block of soil after Gardner, K = K_s exp(alpha h) and theta = theta_r + (theta_s - theta_r) exp(alpha h), stands at the head
h_r. The sides and the base stay there; the top goes to

    h = ln[exp(alpha h_r) + (1 - exp(alpha h_r)) sin(pi x / a) sin(pi y / b)] / alpha

(without the second sine in two dimensions). With u = exp(alpha h) - exp(alpha h_r) the equation is linear:

    lap u + alpha du/dz = c du/dt,    c = alpha (theta_s - theta_r) / K_s

and separation of variables gives u. Heights z from the base; SI."""
import numpy as np

DRY, SIDE = -15.24, 15.24  # h_r; a = b = L, m
RESIDUAL, FULL, CONDUCTIVITY = 0.15, 0.45, 1e-5  # theta_r, theta_s, m/s


class Block:
    """In `dimensions` 2 or 3; of a place in two dimensions y is of no matter."""

    def __init__(self, dimensions, alpha=0.328):
        self.dimensions, self.alpha = dimensions, alpha
        self.driest = np.exp(alpha * DRY)
        self.c = alpha * (FULL - RESIDUAL) / CONDUCTIVITY
        self.beta_squared = alpha**2 / 4 + (dimensions - 1) * (np.pi / SIDE)**2

    def shape(self, x, y):
        return np.sin(np.pi * x / SIDE) * (np.sin(np.pi * y / SIDE) if self.dimensions == 3 else 1)

    def u(self, x, y, z, time=None):
        """exp(alpha h) - exp(alpha h_r), at a time or when the flow is steady. What is left of the series is below exp(-40)."""
        beta = np.sqrt(self.beta_squared)
        along_z = np.sinh(beta * z) / np.sinh(beta * SIDE)
        if time is not None:
            for k in range(1, int(np.ceil(SIDE / np.pi * np.sqrt(self.c * 40 / time))) + 10):
                wave = k * np.pi / SIDE
                decay = self.beta_squared + wave**2
                along_z = along_z + 2 / SIDE * (-1)**k * wave / decay * np.sin(wave * z) * np.exp(-decay / self.c * time)
        return (1 - self.driest) * self.shape(x, y) * np.exp(self.alpha * (SIDE - z) / 2) * along_z

    def head(self, x, y, z, time=None):
        return np.log(self.driest + self.u(x, y, z, time)) / self.alpha

    def head_at_top(self, x, y):
        return np.log(self.driest + (1 - self.driest) * self.shape(x, y)) / self.alpha

    def steady_inflow(self):
        """Through the top, m3/s (per m of a section): K (dh/dz + 1) = K_s [exp(alpha h_r) + u + (du/dz) / alpha], which is
        positive all over it."""
        beta = np.sqrt(self.beta_squared)
        of_shape = (2 * SIDE / np.pi)**(self.dimensions - 1)
        slope = (1 - self.driest) * (beta / np.tanh(beta * SIDE) - self.alpha / 2) / self.alpha
        return CONDUCTIVITY * (self.driest * SIDE**(self.dimensions - 1) + (1 - self.driest + slope) * of_shape)

    def residual(self, x, y, z, time, step=1e-2, dt=20.0):
        """Of the equation for h itself, by central differences, over the largest of its terms: rounding and the differences'
        own error, if h solves it."""
        def conductivity(h):
            return CONDUCTIVITY * np.exp(self.alpha * h)

        def content(h):
            return RESIDUAL + (FULL - RESIDUAL) * np.exp(self.alpha * h)

        here, terms = self.head(x, y, z, time), []
        for axis in range(3):
            if axis == 1 and self.dimensions == 2:
                continue
            above, below = (self.head(*(w + sign * step * (i == axis) for i, w in enumerate((x, y, z))), time) for sign in (1, -1))
            terms.append((conductivity((here + above) / 2) * (above - here) - conductivity((here + below) / 2) * (here - below)) / step**2)
            if axis == 2:
                terms.append((conductivity(above) - conductivity(below)) / (2 * step))
        if time is not None:
            terms.append(-(content(self.head(x, y, z, time + dt)) - content(self.head(x, y, z, time - dt))) / (2 * dt))
        return abs(sum(terms)) / max(map(abs, terms))
