"""Has DuckDB or Polars tell of every column what `wubu profile --json` tells, and compares the two: see profile.rs.

Polars is asked for the figures alone; DuckDB, in the way that is fastest for it, for the most frequent values, the
histogram and the steps of the time as well, which ours always tells.

python3 peers.py duckdb|polars EXPORT.csv OURS.json
"""

import json
import math
import sys
import time

FIGURES = ("filled", "distinct", "min", "max", "mean", "sd", "q1", "median", "q3")


BINS = 24
TOP = 10


def duckdb_figures(path):
    import duckdb

    duckdb.sql(f"create table export as select * from read_csv('{path}', header = true, sample_size = 20000)")
    table = duckdb.table("export")
    kinds = dict(zip(table.columns, map(str, table.types)))
    parts = []
    for name, kind in kinds.items():
        column = quoted(name)
        parts += [f"count({column})", f"count(distinct {column})", f"min({column})", f"max({column})"]
        if kind in ("DOUBLE", "BIGINT"):
            parts += [f"avg({column})", f"stddev_samp({column})", f"quantile_cont({column}, [0.25, 0.5, 0.75])"]
        else:
            parts += ["null", "null", "null"]
    row = table.aggregate(", ".join(f"{part} as c{at}" for at, part in enumerate(parts))).fetchall()[0]
    found = {}
    for at, (name, kind) in enumerate(kinds.items()):
        *first, quartiles = row[at * 7 : at * 7 + 7]
        found[name] = dict(zip(FIGURES, [*first, *(quartiles or [None] * 3)]))
        found[name]["top"] = duckdb_top(quoted(name))
        if kind in ("DOUBLE", "BIGINT"):
            found[name]["histogram"] = duckdb_histogram(quoted(name), *first[2:4])
        if kind == "TIMESTAMP":
            duckdb_steps(quoted(name))
    return found


def quoted(name):
    return '"' + name.replace('"', '""') + '"'


def duckdb_top(column):
    import duckdb

    asked = f"select count(*) as n from export where {column} is not null group by {column} order by n desc limit {TOP}"
    return [count for (count,) in duckdb.sql(asked).fetchall()]


def duckdb_histogram(column, least, greatest):
    import duckdb

    wide = (greatest - least) / BINS or 1
    bin_of = f"least(floor(({column} - {least}) / {wide})::int, {BINS - 1})"
    asked = f"select {bin_of} as bin, count(*) from export where {column} is not null group by bin"
    counts = dict(duckdb.sql(asked).fetchall())
    return [counts.get(at, 0) for at in range(BINS)]


def duckdb_steps(column):
    import duckdb

    step = f"epoch({column}) - epoch(lag({column}) over ())"
    asked = f"select count(*), max(step), count_if(step < 0), count_if(step between 0.5 and 1.5) from (select {step} as step from export)"
    return duckdb.sql(asked).fetchall()


def polars_figures(path):
    import polars as pl

    table = pl.scan_csv(path, infer_schema_length=20000)
    schema = table.collect_schema()
    asked = []
    for at, (name, kind) in enumerate(schema.items()):
        column = pl.col(name)
        figures = [column.count(), column.drop_nulls().n_unique(), column.min(), column.max()]
        if kind.is_numeric():
            figures += [column.mean(), column.std()]
            figures += [column.quantile(share, "linear") for share in (0.25, 0.5, 0.75)]
        asked += [figure.alias(f"{at} {key}") for key, figure in zip(FIGURES, figures)]
    row = table.select(asked).collect().row(0, named=True)
    return {
        name: {key: row.get(f"{at} {key}") for key in FIGURES} for at, name in enumerate(schema)
    }


def main():
    peer, path, ours = sys.argv[1:]
    begin = time.monotonic()
    theirs = {"duckdb": duckdb_figures, "polars": polars_figures}[peer](path)
    print(f"{peer}: {time.monotonic() - begin:.2f} s")
    compared, differ = 0, []
    with open(ours, encoding="utf-8") as file:
        columns = json.load(file)["columns"]
    for column in columns:
        their = theirs[column["name"]]
        for key in FIGURES:
            mine, other = column[key], their[key]
            # Of words and times we tell no least and no greatest.
            if mine is None:
                continue
            compared += 1
            if other is None or not math.isclose(mine, other, rel_tol=1e-9, abs_tol=1e-9):
                differ.append((column["name"], key, mine, other))
        if "top" in their and column["kind"] in ("whole", "number"):
            compared += 2
            mine = [value["count"] for value in column["top"]]
            if mine != their["top"]:
                differ.append((column["name"], "top", mine, their["top"]))
            # Where a value lies on the border of two bins, the two may put it into either.
            if sum(column["histogram"]) != sum(their["histogram"]):
                differ.append((column["name"], "histogram", column["histogram"], their["histogram"]))
    print(f"{compared} figures compared, {len(differ)} differ")
    for difference in differ:
        print(*difference)
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
