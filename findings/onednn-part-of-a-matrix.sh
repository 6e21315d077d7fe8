#!/usr/bin/env bash
# oneDNN 3.7.2 (Debian 13's packages libdnnl3.6 and libdnnl-dev 3.7.2+ds-2), with Debian 13's C library.
#
# A reorder between the same part of two plain float32 matrices, which is a copy of it, copies something else. Asked for the
# left half of the columns of a row-major matrix (dnnl_memory_desc_create_submemory for both sides), it copies as many values
# in a row as the part has, across the rows: the upper half of the matrix whole, the other half of its columns included, and
# nothing of the lower half. No status tells. The part's strides are those of the whole and are ignored. With 2.6.3 (Debian
# 12) a copy of parts is right. Here the matrix stands in the middle of a larger block of memory, so that what is written
# outside of the part hits nothing else.
#
# Seen, 768 x 192, of the 73,728 values of a half:
#   left: wrong 36864, written outside of the part 36864, a run of consecutive values: yes
#   right: wrong 36864, written outside of the part 36864, a run of consecutive values: yes
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

# Debian 13 from the machine's own Debian mirror, with lists of its own.
# shellcheck disable=SC2016 # apt-get expands it
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Origin: Debian' 'Component: main' | grep -v security | sort -u | head -n 1)
echo "deb [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror trixie main" >trixie.list
mkdir lists
apt=(apt-get -q -o APT::Sandbox::User=root -o Dir::Etc::SourceList="$folder/trixie.list" -o Dir::Etc::SourceParts=-
  -o Dir::State::Lists="$folder/lists" -o Dir::Cache::PkgCache= -o Dir::Cache::SrcPkgCache=)
"${apt[@]}" update >/dev/null
"${apt[@]}" download libdnnl3.6=3.7.2+ds-2 libdnnl-dev=3.7.2+ds-2 libgomp1=14.2.0-19 libstdc++6=14.2.0-19 \
  libgcc-s1=14.2.0-19 libc6 >/dev/null
for package in ./*.deb; do dpkg -x "$package" root; done

cat >copy.c <<'C'
#include <dnnl.h>
#include <stdio.h>
#include <stdlib.h>

enum { ROWS = 768, COLUMNS = 192, HALF = COLUMNS / 2, ALL = ROWS * COLUMNS };

static void must(dnnl_status_t status) {
  if (status != dnnl_success) exit(2);
}

int main(void) {
  dnnl_engine_t engine;
  dnnl_stream_t stream;
  must(dnnl_engine_create(&engine, dnnl_cpu, 0));
  must(dnnl_stream_create(&stream, engine, dnnl_stream_default_flags));
  dnnl_memory_desc_t whole;
  dnnl_dims_t sizes = {ROWS, COLUMNS}, strides = {COLUMNS, 1};
  must(dnnl_memory_desc_create_with_strides(&whole, 2, sizes, dnnl_f32, strides));
  float *from = malloc(ALL * sizeof *from), *block = malloc(3 * ALL * sizeof *block), *to = block + ALL;
  for (int i = 0; i < ALL; i++) from[i] = (float)(i + 1);
  for (int half = 0; half < 2; half++) {
    for (int i = 0; i < 3 * ALL; i++) block[i] = 0;
    dnnl_memory_desc_t part;
    dnnl_dims_t size = {ROWS, HALF}, start = {0, half * HALF};
    must(dnnl_memory_desc_create_submemory(&part, whole, size, start));
    dnnl_primitive_desc_t description;
    dnnl_primitive_t copy;
    must(dnnl_reorder_primitive_desc_create(&description, part, engine, part, engine, NULL));
    must(dnnl_primitive_create(&copy, description));
    dnnl_memory_t source, target;
    must(dnnl_memory_create(&source, part, engine, from));
    must(dnnl_memory_create(&target, part, engine, to));
    dnnl_exec_arg_t arguments[] = {{DNNL_ARG_FROM, source}, {DNNL_ARG_TO, target}};
    must(dnnl_primitive_execute(copy, stream, 2, arguments));
    must(dnnl_stream_wait(stream));
    int wrong = 0, outside = 0, run = 1;
    for (int i = -ALL; i < 2 * ALL; i++) {
      int inside = i >= 0 && i < ALL && i % COLUMNS / HALF == half;
      if (inside) wrong += to[i] != from[i];
      else outside += to[i] != 0;
      int in_run = i >= half * HALF && i < half * HALF + ROWS * HALF;
      run &= to[i] == (in_run ? from[i] : 0);
    }
    printf("%s: wrong %d, written outside of the part %d, a run of consecutive values: %s\n", half ? "right" : "left",
           wrong, outside, run ? "yes" : "no");
  }
  return 0;
}
C
library=$(echo "$folder"/root/usr/lib/*-linux-gnu)
cc -O1 -I root/usr/include -I "${library/lib/include}" copy.c -o copy "$library"/libdnnl.so.3.6 -Wl,--allow-shlib-undefined
OMP_NUM_THREADS=2 "$(find root/usr/lib* -name 'ld-linux-*.so.*' | head -n 1)" --library-path "$library" ./copy | tee seen
test "$(grep -c ': wrong 36864, written outside of the part 36864, a run of consecutive values: yes' seen)" = 2
