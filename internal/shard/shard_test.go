package shard_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/shard"
)

func TestParse(t *testing.T) {
	if p, err := shard.Parse("2/4"); err != nil || p != (shard.Part{Number: 2, Count: 4}) || p.String() != "2 of 4" {
		t.Error(p, err)
	}
	for text, want := range map[string]string{
		"": "write 2/4", "2": "write 2/4", "2/": "write 2/4", "/4": "write 2/4", "a/4": "write 2/4", "2/4/8": "write 2/4", "1.5/4": "write 2/4",
		"0/4": "numbered from 1 to 4", "5/4": "numbered from 1 to 4", "-1/4": "numbered from 1 to 4",
		"1/0": "1 to 1000", "1/-2": "1 to 1000", "1/1001": "1 to 1000",
	} {
		if _, err := shard.Parse(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", text, err, want)
		}
	}
}

func seconds(of ...int) []time.Duration {
	var out []time.Duration
	for _, n := range of {
		out = append(out, time.Duration(n)*time.Second)
	}
	return out
}

func TestDivide(t *testing.T) {
	for name, c := range map[string]struct {
		times []time.Duration
		count int
		want  []int
	}{
		"nothing":                        {nil, 2, []int{}},
		"one shard":                      {seconds(1, 2, 3), 1, []int{1, 1, 1}},
		"more shards than items":         {seconds(1, 1), 4, []int{1, 2}},
		"no time is known":               {seconds(0, 0, 0, 0), 2, []int{1, 2, 1, 2}},
		"one is long":                    {seconds(1, 1, 10, 1), 2, []int{2, 2, 1, 2}},
		"the new one counts as the mean": {seconds(4, 0, 4, 4), 2, []int{1, 2, 1, 2}},
	} {
		if got := shard.Divide(c.times, c.count); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
}

// TestDivideGivesEachItemOnce: for any times, every item is in exactly one shard, and no shard exceeds the mean by more than the
// longest item.
func TestDivideGivesEachItemOnce(t *testing.T) {
	times := make([]time.Duration, 100)
	for i := range times {
		times[i] = time.Duration(i*i%37) * time.Second
	}
	shards := shard.Divide(times, 7)
	load := make([]time.Duration, 8)
	for i, n := range shards {
		if n < 1 || n > 7 {
			t.Fatalf("item %d is in shard %d", i, n)
		}
		load[n] += times[i]
	}
	if slices.Max(load[1:])-slices.Min(load[1:]) > 60*time.Second {
		t.Errorf("loads %v", load[1:])
	}
}

func TestReadTimes(t *testing.T) {
	path := filepath.Join(t.TempDir(), "report.json")
	write := func(text string) {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	write(`{"format": "gherkind", "scenarios": [{"file": "features/a.feature", "name": "One", "seconds": 1.5}]}`)
	times, err := shard.ReadTimes(path)
	if err != nil || times.Of("features/a.feature", "One") != 1500*time.Millisecond || times.Of("features/b.feature", "One") != 0 {
		t.Errorf("%+v, %v", times, err)
	}
	for _, text := range []string{"", "{}", `{"format": "other"}`, "[]", `{"format": "gherkind", "scenarios": 3}`} {
		write(text)
		if _, err := shard.ReadTimes(path); err == nil || !strings.Contains(err.Error(), "--report json:FILE") {
			t.Errorf("%s: %v", text, err)
		}
	}
	if _, err := shard.ReadTimes(path + "x"); err == nil {
		t.Error("no error for a missing file")
	}
	if (*shard.Times)(nil).Of("a", "b") != 0 {
		t.Error("without a report, times are not 0")
	}
}
