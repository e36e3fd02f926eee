// Package shard divides the scenarios of a run among several machines, each of which runs its part.
package shard

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Part is one of several shards, counted from 1.
type Part struct{ Number, Count int }

// Most is the maximum number of shards. It catches mistyped numbers.
const Most = 1000

// Parse reads "2/4", the second of four shards.
func Parse(text string) (Part, error) {
	number, count, is := strings.Cut(text, "/")
	n, err := strconv.Atoi(number)
	of, ofErr := strconv.Atoi(count)
	switch {
	case !is, err != nil, ofErr != nil:
		return Part{}, fmt.Errorf("%q is not a shard: write 2/4 for the second of four", text)
	case of < 1 || of > Most:
		return Part{}, fmt.Errorf("%q: there may be 1 to %d shards", text, Most)
	case n < 1 || n > of:
		return Part{}, fmt.Errorf("%q: the shards are numbered from 1 to %d", text, of)
	}
	return Part{n, of}, nil
}

func (p Part) String() string { return fmt.Sprintf("%d of %d", p.Number, p.Count) }

// Divide assigns each item to one of count shards, numbered from 1: the longest first, each to the shard with the least work so
// far (longest processing time first). An item without a known time counts as the mean of the others. The same times always give
// the same shards. See https://en.wikipedia.org/wiki/Longest-processing-time-first_scheduling.
func Divide(times []time.Duration, count int) []int {
	times = filled(times)
	order := make([]int, len(times))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return int(times[b] - times[a]) })
	load, shards := make([]time.Duration, count), make([]int, len(times))
	for _, i := range order {
		least := 0
		for n := range load {
			if load[n] < load[least] {
				least = n
			}
		}
		load[least] += times[i]
		shards[i] = least + 1
	}
	return shards
}

// filled sets the time of items without one.
func filled(times []time.Duration) []time.Duration {
	sum, known := time.Duration(0), 0
	for _, t := range times {
		if t > 0 {
			sum, known = sum+t, known+1
		}
	}
	mean := time.Second
	if known > 0 {
		mean = max(sum/time.Duration(known), 1)
	}
	out := slices.Clone(times)
	for i, t := range out {
		if t <= 0 {
			out[i] = mean
		}
	}
	return out
}
