"""Has DuckDB or Polars tell of every column what `wubu profile --json` tells, and compares the two: see profile.rs.

python3 peers.py duckdb|polars EXPORT.csv OURS.json
"""

import json
import math
import sys
import time

FIGURES = ("filled", "distinct", "min", "max", "mean", "sd", "q1", "median", "q3")


def duckdb_figures(path):
    import duckdb

    table = duckdb.sql(f"select * from read_csv('{path}', header = true, sample_size = 20000)")
    kinds = dict(zip(table.columns, map(str, table.types)))
    parts = []
    for name, kind in kinds.items():
        column = '"' + name.replace('"', '""') + '"'
        parts += [f"count({column})", f"count(distinct {column})", f"min({column})", f"max({column})"]
        if kind in ("DOUBLE", "BIGINT"):
            parts += [f"avg({column})", f"stddev_samp({column})", f"quantile_cont({column}, [0.25, 0.5, 0.75])"]
        else:
            parts += ["null", "null", "null"]
    row = table.aggregate(", ".join(f"{part} as c{at}" for at, part in enumerate(parts))).fetchall()[0]
    found = {}
    for at, name in enumerate(kinds):
        *first, quartiles = row[at * 7 : at * 7 + 7]
        found[name] = dict(zip(FIGURES, [*first, *(quartiles or [None] * 3)]))
    return found


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
    print(f"{compared} figures compared, {len(differ)} differ")
    for difference in differ:
        print(*difference)
    sys.exit(bool(differ))


if __name__ == "__main__":
    main()
