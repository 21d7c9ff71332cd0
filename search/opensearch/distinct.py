"""How many different numbers do documents have? Counted exactly, by a script with a table.

A cluster's own count is an estimate, its lists cost ten times as much, and so do Java's sets, which
hold each number as an object. A script may take a million steps in a loop, so long ones are cut.
"""

from search.opensearch.client import Json

#: Steps of one loop.
_STEPS = 500_000

# The numbers lie in a table of twice as many places or more, each at the first free one behind that
# which it names; 0 is a free one.
_SEEN = """
void move(long[] from, int start, int end, long[] to) {
  int mask = to.length - 1;
  for (int i = start; i < end; i++) {
    if (from[i] != 0L) {
      int at = (int) (from[i] >>> 20) & mask;
      while (to[at] != 0L) { at = (at + 1) & mask; }
      to[at] = from[i];
    }
  }
}
long[] table = (long[]) state.table;
int size = (int) state.size;
int mask = table.length - 1;
for (long own : doc[params.field]) {
  int at = (int) (own >>> 20) & mask;
  while (table[at] != 0L && table[at] != own) { at = (at + 1) & mask; }
  if (table[at] == 0L) { table[at] = own; size += 1; }
}
if (size * 2 > table.length) {
  long[] wider = new long[table.length * 4];
  for (int start = 0; start < table.length; start += params.steps) {
    move(table, start, (int) Math.min(start + params.steps, table.length), wider);
  }
  state.table = wider;
}
state.size = size;
"""
_OF_ONE_SHARD = """
int gather(long[] from, int start, int end, long[] to, int at) {
  for (int i = start; i < end; i++) {
    if (from[i] != 0L) { to[at] = from[i]; at += 1; }
  }
  return at;
}
long[] table = (long[]) state.table;
long[] seen = new long[(int) state.size];
int at = 0;
for (int start = 0; start < table.length; start += params.steps) {
  at = gather(table, start, (int) Math.min(start + params.steps, table.length), seen, at);
}
return seen;
"""
_OF_ALL_SHARDS = """
void gather(Set all, long[] from, int start, int end) {
  for (int i = start; i < end; i++) { all.add(from[i]); }
}
if (states.size() == 1) {
  return states[0] == null ? 0 : ((long[]) states[0]).length;
}
Set all = new HashSet();
for (def own : states) {
  if (own != null) {
    long[] seen = (long[]) own;
    for (int start = 0; start < seen.length; start += params.steps) {
      gather(all, seen, start, (int) Math.min(start + params.steps, seen.length));
    }
  }
}
return all.size();
"""


def distinct(field: str) -> Json:
    """Return the aggregation that counts the different numbers of a field, none of which is 0."""
    return {
        "scripted_metric": {
            "params": {"field": field, "steps": _STEPS},
            "init_script": "state.table = new long[4096]; state.size = 0;",
            "map_script": _SEEN,
            "combine_script": _OF_ONE_SHARD,
            "reduce_script": _OF_ALL_SHARDS,
        }
    }
