package attempts

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/gherkind/gherkind/internal/lab/marks"
)

var noon = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func grade(student string, earned marks.Points) *marks.Grade {
	verdict := marks.Partial
	if earned == 0 {
		verdict = marks.Failed
	}
	return &marks.Grade{
		Exercise: marks.Exercise{Name: "nodeport", Hash: "sha256:00"}, Student: marks.Student{ID: student}, Attempt: 1, Started: noon, Ended: noon.Add(time.Second),
		Criteria: []marks.Criterion{
			{ID: "a", Title: "a", Points: 200, Earned: 200, Verdict: marks.Passed},
			{ID: "b", Title: "b", Points: 300, Earned: earned, Verdict: verdict, Code: "POD_MISSING"},
		},
	}
}

func newLog(t *testing.T) *Log {
	t.Helper()
	return &Log{Path: filepath.Join(t.TempDir(), "attempts.jsonl"), Tool: "gherkind test", Now: func() time.Time { return noon }}
}

func appendTo(t *testing.T, l *Log, student string, earned marks.Points) Added {
	t.Helper()
	added, err := l.Append(t.Context(), grade(student, earned), nil)
	if err != nil {
		t.Fatal(err)
	}
	return added
}

// filled is a log with four attempts.
func filled(t *testing.T) *Log {
	t.Helper()
	l := newLog(t)
	for i := range 4 {
		appendTo(t, l, fmt.Sprintf("s%d", i+1), 100)
	}
	return l
}

func read(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAppendAndVerify(t *testing.T) {
	l := newLog(t)
	first := appendTo(t, l, "s1", 100)
	second := appendTo(t, l, "s2", 0)
	r, err := l.Verify(t.Context(), first.Hash)
	if err != nil || len(r.Entries) != 2 || r.Hash != second.Hash || first.Line != 1 || second.Line != 2 || r.Torn {
		t.Fatalf("%+v, %v", r, err)
	}
	if e := r.Entries[1]; e.Grade.Student.ID != "s2" || e.Tool != "gherkind test" || !e.At.Equal(noon) {
		t.Errorf("%+v", e)
	}
	if lines := strings.Count(read(t, l.Path), "\n"); lines != 2 {
		t.Errorf("%d lines", lines)
	}
}

// TestChangesAreDetected: each change of the file is detected at its line.
func TestChangesAreDetected(t *testing.T) {
	for _, c := range []struct {
		name   string
		change func(lines []string) []string
		want   string
	}{
		{"marks", func(l []string) []string {
			l[1] = strings.ReplaceAll(l[1], `"earned":1,"verdict":"partial"`, `"earned":2,"verdict":"partial"`)
			return l
		}, ":2: its hash does not follow"},
		{"a blank inside", func(l []string) []string { l[1] = strings.Replace(l[1], `"version":1,`, `"version":1, `, 1); return l }, ":2: its hash does not follow"},
		{"removed", func(l []string) []string { return append(l[:1:1], l[2:]...) }, ":2: its hash does not follow"},
		{"swapped", func(l []string) []string { l[1], l[2] = l[2], l[1]; return l }, ":2: its hash does not follow"},
		{"twice", func(l []string) []string { return append(l[:2:2], l[1:]...) }, ":3: its hash does not follow"},
		{"first removed", func(l []string) []string { return l[1:] }, ":1: its hash does not follow"},
		{"cut", func(l []string) []string { return l[:2] }, ":3: the log was cut: it has 2 whole lines"},
		{"all cut", func([]string) []string { return nil }, ":1: the log was cut: it has 0 whole lines"},
		{"last line cut in half", func(l []string) []string { l[3] = l[3][:len(l[3])/2]; return l }, ":4: the log was cut: it has 3 whole lines"},
		{"garbage", func(l []string) []string { l[2] = "not JSON\n"; return l }, ":3: it is not an entry of this log"},
	} {
		l := filled(t)
		lines := strings.SplitAfter(read(t, l.Path), "\n")[:4]
		write(t, l.Path, strings.Join(c.change(lines), ""))
		_, err := l.Verify(t.Context(), "")
		if broken, is := errors.AsType[*Broken](err); !is || !strings.Contains(broken.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.name, err, c.want)
		}
	}
}

// TestALogWrittenAnewIsDetected: it is detected by a hash that was saved elsewhere, and by the head.
func TestALogWrittenAnewIsDetected(t *testing.T) {
	l := filled(t)
	honest, err := l.Verify(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	forged := newLog(t)
	for range 4 {
		appendTo(t, forged, "s1", 299)
	}
	write(t, l.Path, read(t, forged.Path))
	if _, err := l.Verify(t.Context(), ""); err == nil || !strings.Contains(err.Error(), ":4: ") || !strings.Contains(err.Error(), "was rewritten") {
		t.Errorf("with the old head: %v", err)
	}
	write(t, l.headPath(), read(t, forged.headPath()))
	if _, err := l.Verify(t.Context(), honest.Hash); err == nil || !strings.Contains(err.Error(), "never had the hash "+honest.Hash) {
		t.Errorf("with a new head: %v", err)
	}
	if err := os.Remove(l.headPath()); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Verify(t.Context(), ""); err == nil || !strings.Contains(err.Error(), ".head is missing") {
		t.Errorf("without a head: %v", err)
	}
	if _, err := l.Append(t.Context(), grade("s5", 0), nil); err == nil || !strings.Contains(err.Error(), ".head is missing") {
		t.Errorf("added without a head: %v", err)
	}
}

// TestNothingIsAddedToALogThatWasCut: appending to a truncated log is an error.
func TestNothingIsAddedToALogThatWasCut(t *testing.T) {
	l := filled(t)
	text := read(t, l.Path)
	write(t, l.Path, text[:len(text)-10])
	if _, err := l.Append(t.Context(), grade("s5", 0), nil); err == nil || !strings.Contains(err.Error(), "it was cut") {
		t.Error(err)
	}
}

// TestTorn: an incomplete line from a killed process is ignored, and the next attempt replaces it. A complete line that the
// head does not count yet is kept.
func TestTorn(t *testing.T) {
	for _, known := range []int{3, 4} {
		l := filled(t)
		whole := read(t, l.Path)
		lines := strings.SplitAfter(whole, "\n")
		if known == 3 { // killed between the line and the head
			three := newLog(t)
			for i := range 3 {
				appendTo(t, three, fmt.Sprintf("s%d", i+1), 100)
			}
			write(t, l.headPath(), read(t, three.headPath()))
		}
		write(t, l.Path, whole+lines[3][:40])
		r, err := l.Verify(t.Context(), "")
		if err != nil || !r.Torn || len(r.Entries) != 4 {
			t.Fatalf("%+v, %v", r, err)
		}
		appendTo(t, l, "s5", 0)
		if r, err := l.Verify(t.Context(), ""); err != nil || r.Torn || len(r.Entries) != 5 {
			t.Fatalf("%+v, %v", r, err)
		}
	}
}

// TestKilledAtAnyPoint: whatever an attempt has written when its process is killed, the log stays valid, and the next attempt
// is added.
func TestKilledAtAnyPoint(t *testing.T) {
	for before := range 3 {
		for _, written := range []string{"nothing", "a part of the line", "the line", "the line and the head"} {
			l := newLog(t)
			for range before {
				appendTo(t, l, "s1", 0)
			}
			killed := &Log{Path: filepath.Join(t.TempDir(), "attempts.jsonl"), Tool: l.Tool, Now: l.Now}
			l.write = func(f *os.File, data []byte) (int, error) {
				n, err := f.Write(data)
				if head, err := os.ReadFile(l.headPath()); err == nil {
					write(t, killed.headPath(), string(head))
				}
				text := read(t, l.Path)
				switch written {
				case "nothing":
					text = text[:len(text)-len(data)]
				case "a part of the line":
					text = text[:len(text)-len(data)/2]
				}
				write(t, killed.Path, text)
				return n, err
			}
			appendTo(t, l, "killed", 0)
			want := before
			switch written {
			case "the line":
				want++
			case "the line and the head":
				write(t, killed.headPath(), read(t, l.headPath()))
				want++
			}
			r, err := killed.Verify(t.Context(), "")
			if err != nil || len(r.Entries) != want || r.Torn != (written == "a part of the line") {
				t.Errorf("%s of attempt %d: %+v, %v", written, before+1, r, err)
				continue
			}
			if added := appendTo(t, killed, "next", 0); added.Line != want+1 {
				t.Errorf("%s of attempt %d: %+v", written, before+1, added)
			}
			if _, err := killed.Verify(t.Context(), ""); err != nil {
				t.Errorf("%s of attempt %d: %v", written, before+1, err)
			}
		}
	}
}

// TestFullDisk: nothing is added, and the existing log is unchanged.
func TestFullDisk(t *testing.T) {
	l := filled(t)
	before := read(t, l.Path)
	l.write = func(f *os.File, data []byte) (int, error) {
		n, err := f.Write(data[:20])
		return n, errors.Join(err, syscall.ENOSPC)
	}
	if _, err := l.Append(t.Context(), grade("s5", 0), nil); !errors.Is(err, syscall.ENOSPC) || !strings.Contains(err.Error(), "add to the log of attempts") {
		t.Error(err)
	}
	if read(t, l.Path) != before {
		t.Error("the log was changed")
	}
	l.write = nil
	head := read(t, l.headPath())
	if err := errors.Join(os.Remove(l.headPath()), os.MkdirAll(filepath.Join(l.headPath(), "full"), 0o700)); err != nil {
		t.Fatal(err)
	}
	if _, err := l.Append(t.Context(), grade("s5", 0), nil); err == nil || read(t, l.Path) != before {
		t.Errorf("the head could not be written, and the log was changed: %v", err)
	}
	if err := os.RemoveAll(l.headPath()); err != nil {
		t.Fatal(err)
	}
	write(t, l.headPath(), head)
	if added := appendTo(t, l, "s5", 0); added.Line != 5 {
		t.Error(added)
	}
	if _, err := l.Verify(t.Context(), ""); err != nil {
		t.Error(err)
	}
}

// TestManyProcesses: several processes append to one log, and some are killed. The log is valid and contains every acknowledged
// attempt.
func TestManyProcesses(t *testing.T) {
	const each = 10
	if path := os.Getenv("GHERKIND_TEST_LOG"); path != "" {
		l := &Log{Path: path}
		for i := range each {
			added, err := l.Append(t.Context(), grade(os.Getenv("GHERKIND_TEST_STUDENT"), marks.Points(i+1)), nil)
			if err != nil {
				t.Fatal(err)
			}
			fmt.Printf("added %d\n", added.Line)
		}
		return
	}
	l := newLog(t)
	var running []*exec.Cmd
	outputs := make([]strings.Builder, 3)
	for i := range outputs {
		c := exec.CommandContext(t.Context(), os.Args[0], "-test.run", "^TestManyProcesses$")
		c.Env = append(os.Environ(), "GHERKIND_TEST_LOG="+l.Path, fmt.Sprintf("GHERKIND_TEST_STUDENT=s%d", i))
		c.Stdout = &outputs[i]
		if err := c.Start(); err != nil {
			t.Fatal(err)
		}
		running = append(running, c)
	}
	if err := running[0].Process.Kill(); err != nil {
		t.Fatal(err)
	}
	acknowledged := 0
	for i, c := range running {
		if err := c.Wait(); err != nil && i > 0 {
			t.Fatal(err, outputs[i].String())
		}
		acknowledged += strings.Count(outputs[i].String(), "added ")
	}
	appendTo(t, l, "last", 0)
	r, err := l.Verify(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	if n := len(r.Entries) - 1; n < acknowledged || n > acknowledged+1 || acknowledged < 2*each {
		t.Errorf("%d attempts in the log, %d were acknowledged", n, acknowledged)
	}
}

func TestGrades(t *testing.T) {
	l := newLog(t)
	if grades, err := l.Grades(t.Context(), "nodeport"); err != nil || len(grades) != 0 {
		t.Errorf("%v, %v", grades, err)
	}
	appendTo(t, l, "s1", 0)
	appendTo(t, l, "s2", 0)
	lost := grade("s1", 0)
	lost.Criteria[1].Verdict = marks.Infrastructure
	if _, err := l.Append(t.Context(), lost, nil); err != nil {
		t.Fatal(err)
	}
	appendTo(t, l, "s1", 100)
	if grades, err := l.Grades(t.Context(), "nodeport"); err != nil || len(grades["s1"]) != 2 || len(grades["s2"]) != 1 {
		t.Errorf("%v, %v: a fault of the machine counts as an attempt", grades, err)
	}
	if grades, err := l.Grades(t.Context(), "other"); err != nil || len(grades) != 0 {
		t.Errorf("%v, %v", grades, err)
	}
}

// TestAppendWithoutItsBundle: nothing is added.
func TestAppendWithoutItsBundle(t *testing.T) {
	l := newLog(t)
	if _, err := l.Append(t.Context(), grade("s1", 0), map[string]string{"b": "/nowhere.tgz"}); err == nil || !strings.Contains(err.Error(), "keep the bundle of b") {
		t.Error(err)
	}
	if _, err := os.Stat(l.Path); err == nil {
		t.Error("something was added")
	}
}
