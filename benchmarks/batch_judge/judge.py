"""A second program for batches, written apart from Talus: the shipped database at 25 degC, balances, phases that come and go,
and kinetics by a Rosenbrock method. Short and slow; it shares nothing with Talus but the numbers of the database."""
import math
import pathlib
import re
import tomllib

import numpy as np

DATA = pathlib.Path(__file__).resolve().parents[2] / "chemistry" / "data"
KELVIN, LN10, GAS, ATM, WATER = 298.15, math.log(10), 8.31446261815324, 101325.0, 0.018015
OVERLAYS = {"redox.toml", "electron.toml", "brines.toml"}


def read_database():
    records = {"aqueous": {}, "gases": {}, "minerals": {}}
    for path in DATA.glob("*.toml"):
        if path.name not in OVERLAYS:
            for kind, named in tomllib.loads(path.read_text()).items():
                records.get(kind, {}).update(named)
    return records


def side(text):
    amounts = {}
    for term in text.split(" + "):
        match = re.fullmatch(r"(?:([\d.]+) )?(\S+)", term.strip())
        amounts[match[2]] = float(match[1] or 1)
    return amounts


def ln_constant(record):
    if "analytic" in record:
        a = list(record["analytic"]) + [0] * (6 - len(record["analytic"]))
        t = KELVIN
        return LN10 * (a[0] + a[1] * t + a[2] / t + a[3] * math.log10(t) + a[4] / t**2 + a[5] * t**2)
    return LN10 * record["log_k"]


def charge(name):
    match = re.search(r"([+-])(\d*)$", name)
    return int(match[1] + (match[2] or "1")) if match else 0


def debye_huckel():
    """A, B of water at 25 degC and 1 bar: permittivity by Bradley and Pitzer (1979), density by Kell (1975)."""
    e, k, vacuum, avogadro = 1.602176634e-19, 1.380649e-23, 8.8541878128e-12, 6.02214076e23
    c = -2.0525 + 3115.9 / (KELVIN - 182.89)
    b = -8032.5 + 4.2142e6 / KELVIN + 2.1417 * KELVIN
    permittivity = 342.79 * math.exp(-5.0866e-3 * KELVIN + 9.4690e-7 * KELVIN**2) + c * math.log((b + 1) / (b + 1000))
    medium, number = vacuum * permittivity * k * KELVIN, avogadro * 997.0449
    length = e * e / (4 * math.pi * medium)
    return math.sqrt(2 * math.pi * number) * length**1.5 / LN10, math.sqrt(2 * number * e * e / medium)


class System:
    """Species, gases and minerals written to components and water, the last."""

    def __init__(self, components, activity, minerals):
        self.records = read_database()
        self.components, self.width = components, len(components) + 1
        self.known = {}
        names = [n for n, r in self.records["aqueous"].items() if "reaction" in r and n not in components and self.made_of(n)]
        self.species = components + names
        rows = [self.unit(n) for n in components] + [self.made_of(n)[0] for n in names]
        self.nu = np.array(rows)
        self.ln_k = np.array([0.0] * len(components) + [self.made_of(n)[1] for n in names])
        self.z = np.array([charge(n) for n in self.species])
        self.activity = activity
        self.gas, self.gas_ln_k = self.phase("gases", "CO2(g)")
        self.minerals = {name: self.phase("minerals", name) for name in minerals}
        self.coefficients()

    def unit(self, name):
        row = np.zeros(self.width)
        row[-1 if name == "H2O" else self.components.index(name)] = 1
        return row

    def made_of(self, name):
        """Row and ln K of formation of a dissolved species; None when the components do not make it."""
        if name == "H2O" or name in self.components:
            return self.unit(name), 0.0
        if name not in self.known:
            self.known[name] = None  # no circles
            record = self.records["aqueous"].get(name, {})
            if "reaction" in record:
                left, right = map(side, record["reaction"].split(" = "))
                self.known[name] = self.combine(left, right, name, ln_constant(record))
        return self.known[name]

    def combine(self, left, right, name, ln_k):
        amounts = dict(left)
        for other, n in right.items():
            amounts[other] = amounts.get(other, 0) - n
        n_own = -amounts.pop(name)
        row, total = np.zeros(self.width), ln_k
        for other, n in amounts.items():
            made = self.made_of(other)
            if made is None:
                return None
            row, total = row + n * made[0], total + n * made[1]
        return row / n_own, total / n_own

    def phase(self, kind, name):
        """Row of what it holds, and ln K of its activity: ln Omega or ln p/atm = row . lambda + ln K."""
        record = self.records[kind][name]
        left, right = map(side, record["reaction"].split(" = "))
        row, ln_k = self.combine(right, left, name, -ln_constant(record))
        return row, ln_k

    def coefficients(self):
        a, b = debye_huckel()
        slope = LN10 * a * self.z**2
        if self.activity == "Davies":
            linear = np.where(self.z == 0, 0.1 * LN10, 0.3 * slope)
            self.form = slope, np.ones(len(self.z)), linear, np.zeros(len(self.z))
            return
        terms = [self.records["aqueous"][n]["activity"] for n in self.species]
        size = np.array([float(t.get("ion_size", "0 angstrom").split()[0]) * 1e-10 for t in terms])
        salting = np.array([t.get("neutral") == "CO2" for t in terms])
        c = -1.0312 + 0.0012806 * KELVIN + 255.9 / KELVIN  # Drummond (1981)
        e = 0.4445 - 0.001606 * KELVIN
        linear = np.where(self.z != 0, LN10 * 0.041, np.where(salting, c, 0))
        self.form = slope, size * b, linear, np.where(salting, e, 0)

    def ln_gamma(self, strength):
        slope, size, linear, salt = self.form
        root = math.sqrt(strength)
        return -slope * root / (1 + size * root) + linear * strength - salt * strength / (1 + strength)


class Water:
    """Totals T (mol, H2O last), the water in which they stand, open gas and minerals beside it."""

    def __init__(self, system, total, pressure=None, volume=0.0, minerals=()):
        self.s, self.total = system, np.array(total, float)
        self.pressure, self.volume, self.gas = pressure, volume, 0.0  # atm kept; m3 of gas with `gas` mol in it
        self.amount = {name: 0.0 for name in minerals}
        self.present = set()
        self.taken = 0.0
        self.x = np.append(np.log(np.maximum(self.total[:-1] * WATER / self.total[-1], 1e-12)), math.log(self.total[-1] * WATER))
        self.x[0] = math.log(1e-7)
        self.strength, self.ln_aw = 0.1, 0.0

    def speciate(self):
        n, lg = self.s.width - 1, self.s.ln_gamma(self.strength)
        self.lam = np.append(self.x[:n] + lg[:n], self.ln_aw)
        self.ln_m = np.append(self.x[:n], (self.s.ln_k + self.s.nu @ self.lam - lg)[n:])
        return np.exp(np.minimum(self.ln_m, 50))

    def newton(self, phases, gas_unknown):
        """Molalities, water and amounts at given activity coefficients; phases and the gas are at equilibrium."""
        s, n = self.s, self.s.width - 1
        extra = len(phases) + (1 if gas_unknown else 0)
        for _ in range(100):
            m = self.speciate()
            w = math.exp(self.x[-1])
            held = w * (s.nu.T @ m)
            held[-1] += w / WATER
            size = w * (np.abs(s.nu).T @ m)
            size[-1] += w / WATER
            jac, f = np.zeros((n + 1 + extra,) * 2), np.zeros(n + 1 + extra)
            jac[:n + 1, :n] = w * s.nu.T @ (m[:, None] * s.nu[:, :n])
            jac[:n + 1, n] = held
            f[:n + 1] = held - self.total
            for q, name in enumerate(phases):
                row, ln_k = s.minerals[name]
                f[:n + 1] += row * (self.amount[name] - self.start[name])
                jac[:n + 1, n + 1 + q] = row
                jac[n + 1 + q, :n] = row[:n]
                f[n + 1 + q] = row @ self.lam + ln_k
            if gas_unknown:
                f[:n + 1] -= s.gas * self.moved
                jac[:n + 1, -1] = -s.gas
                jac[-1, :n] = s.gas[:n]
                f[-1] = s.gas @ self.lam + s.gas_ln_k
                if self.volume:
                    left = self.gas - self.moved
                    f[-1] -= math.log(max(left, 1e-300) * GAS * KELVIN / self.volume / ATM)
                    jac[-1, -1] = 1 / max(left, 1e-300)
                else:
                    f[-1] -= math.log(self.pressure)
            scale = np.append(1 / size, np.ones(extra))
            step = np.linalg.solve(jac * scale[:, None], f * scale)
            big = max(1.0, np.max(np.abs(step[:n + 1])) / 2)
            if gas_unknown and self.volume and step[-1] < 0 and self.moved - step[-1] / big >= self.gas:
                big = max(big, -step[-1] / (0.9 * (self.gas - self.moved)))
            self.x -= step[:n + 1] / big
            for q, name in enumerate(phases):
                self.amount[name] -= step[n + 1 + q] / big
            if gas_unknown:
                self.moved -= step[-1] / big
            if big == 1 and np.max(np.abs(f * scale)) < 1e-13 + 1e-12 * (extra > 0) and np.max(np.abs(step[:n + 1])) < 1e-11:
                return
        if np.max(np.abs(step[:n + 1])) > 1e-9:
            raise RuntimeError("the judge finds no water")

    def equilibrate(self):
        """Everything at once: the ionic strength, then which minerals are there."""
        gas_unknown = self.pressure is not None or self.volume > 0
        self.start = dict(self.amount)
        for _ in range(30):
            self.moved = 0.0
            phases = sorted(self.present)
            for name in self.amount:
                self.amount[name] = self.start[name] if name in phases else 0.0
            gone = [name for name in self.amount if name not in phases and self.start[name] > 0]
            kept, self.total = self.total, self.total + sum((self.s.minerals[name][0] * self.start[name] for name in gone), 0)
            for _ in range(200):
                before = self.strength, self.ln_aw
                self.newton(phases, gas_unknown)
                m = self.speciate()
                self.strength = 0.5 * float(self.s.z**2 @ m)
                self.ln_aw = math.log(1 - 0.017 * float(m.sum()))
                if abs(self.strength - before[0]) < 1e-12 * self.strength and abs(self.ln_aw - before[1]) < 1e-14:
                    break
            beyond = {q: self.ln_omega(q) for q in self.amount if q not in self.present}
            negative = [q for q in phases if self.amount[q] < 0]
            worst = max(beyond, key=beyond.get, default=None)
            if negative:
                self.present.remove(min(negative, key=self.amount.get))
            elif worst is not None and beyond[worst] > 1e-9:
                self.present.add(worst)
            else:
                break
            self.total = kept
        for name in phases:
            self.total = self.total - self.s.minerals[name][0] * (self.amount[name] - self.start[name])
        if gas_unknown:
            self.total = self.total + self.s.gas * self.moved
            self.taken += self.moved
            if self.volume:
                self.gas -= self.moved

    def ln_omega(self, name):
        row, ln_k = self.s.minerals[name]
        return float(row @ self.lam + ln_k)

    def molality(self, component):
        """Total of a component, mol/kgw."""
        j = self.s.components.index(component)
        return self.total[j] / math.exp(self.x[-1])

    @property
    def pH(self):
        return -self.lam[0] / LN10


def solution(system, molality, kilograms, **contact):
    """A water of these totals (mol/kgw), with H+ from its charge; with kept gas as it is at equilibrium with it."""
    total = np.zeros(system.width)
    total[:-1] = [molality.get(c, 1e-15) for c in system.components]
    if "H+" not in molality:
        total[0] = -sum(charge(c) * t for c, t in zip(system.components[1:], total[1:-1]))
    total *= kilograms
    total[-1] = kilograms / WATER
    for _ in range(20):
        water = Water(system, total, **contact)
        water.equilibrate()
        off = math.exp(water.x[-1]) - kilograms
        if abs(off) < 1e-13 * kilograms:
            break
        total[-1] -= off / WATER
    water.taken = 0.0
    return water


class Grain:
    """A solid with a rate: grains that shrink, or crystals on a seed; laws of mechanisms times 1 - Omega."""

    def __init__(self, system, name, rates, amount=0.0, area=0.0, seed=0.0, molar_mass=0.0):
        record = system.records["minerals"][name]
        law = next(r for r in record["rates"] if r["set"] in (rates, "any"))
        self.mechanisms = [(m["log_k"], m.get("catalysts", {})) for m in law["mechanisms"]]
        self.name, self.system = name, system
        self.amount0, self.area0, self.seed = amount, area, seed
        self.specific = float(record["crystals"]["surface"].split()[0]) * molar_mass if seed else 0.0

    def speed(self, water, amount):
        """mol/s that dissolve."""
        k = sum(10**log_k * math.exp(sum(n * self.ln_activity(water, s) for s, n in powers.items()))
                for log_k, powers in self.mechanisms)
        s = k * (1 - math.exp(water.ln_omega(self.name)))
        if self.seed:
            return s * (self.seed + self.specific * max(amount, 0)) if amount > 0 or s < 0 else 0.0
        return max(s, 0.0) * self.area0 * (max(amount, 0) / self.amount0)**(2 / 3)

    @staticmethod
    def ln_activity(water, species):
        i = water.s.species.index(species)
        return water.ln_m[i] + water.s.ln_gamma(water.strength)[i]


class Kinetics:
    """Solids with rates in a water, by ROS2 (Verwer and others 1999, SIAM J. Sci. Comput. 20:1456), L-stable, order 2."""

    def __init__(self, water, grains, tolerance=1e-6):
        self.water, self.grains, self.tolerance = water, grains, tolerance
        self.y = np.array([g.amount0 for g in grains])
        self.step = 1e-3

    def rates(self, y):
        w = self.water
        keep = w.total.copy(), w.gas, w.taken, dict(w.amount), set(w.present)
        for g, n0, n in zip(self.grains, self.y, y):
            w.total = w.total - w.s.minerals[g.name][0] * (n - n0)
        w.equilibrate()
        f = np.array([-g.speed(w, n) for g, n in zip(self.grains, y)])
        w.total, w.gas, w.taken, w.amount, w.present = keep
        return f

    def to(self, time, end):
        gamma = 1 - 1 / math.sqrt(2)
        while end - time > 1e-9 * end:
            h = min(self.step, end - time)
            y, f = self.y, self.rates(self.y)
            jac = np.zeros((len(y),) * 2)
            for k in range(len(y)):
                bump = max(1e-7 * abs(y[k]), 1e-12)
                moved = y.copy()
                moved[k] -= bump  # into the water, which may hold nothing of it yet
                jac[:, k] = (f - self.rates(moved)) / bump
            solve = np.linalg.inv(np.eye(len(y)) - gamma * h * jac)
            k1 = solve @ f
            k2 = solve @ (self.rates(y + h * k1) - 2 * k1)
            made = h * (1.5 * k1 + 0.5 * k2)
            scale = np.array([abs(n) + g.seed / (g.specific or 1) for g, n in zip(self.grains, y)])
            error = np.max(np.abs(h * 0.5 * (k1 + k2)) / scale) / self.tolerance
            if error <= 1:
                self.take(y + made)
                time += h
            self.step = h * min(5, max(0.2, 0.8 / math.sqrt(max(error, 1e-8))))

    def take(self, y):
        for g, n0, n in zip(self.grains, self.y, y):
            self.water.total = self.water.total - self.water.s.minerals[g.name][0] * (n - n0)
        self.y = y
        self.water.equilibrate()
