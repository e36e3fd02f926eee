package scenarios_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/gherkind/gherkind/internal/atomicfile"
	"github.com/gherkind/gherkind/internal/bundle"
	"github.com/gherkind/gherkind/internal/proven"
	"github.com/gherkind/gherkind/internal/proving"
	"github.com/gherkind/gherkind/internal/tags"
	"github.com/gherkind/gherkind/scenarios"
	"github.com/gherkind/gherkind/scenarios/report"
)

// recordingLimit is the maximum size of a committed recording, in bytes.
const recordingLimit = 20_000

const tooLarge = "a recording is at most %d bytes, and this one has %d: end the twin earlier, so that less happens, " +
	"or have bundle.Compact leave out what no check reads"

// TestTwinsOnRecord judges the recording of each twin with the current checks: the twin must fail as it did. Twins with changed
// inputs are not judged here but run by TestBrokenTwins.
func TestTwinsOnRecord(t *testing.T) {
	p := readProofs(t)
	for _, twin := range readTwins(t) {
		why := p.stale(t, twin)
		t.Run(twin.name(), func(t *testing.T) {
			if why != "" {
				t.Skip(why)
			}
			t.Parallel()
			tree, _ := p.broken(t, twin)
			seen, lacks := replayedTwin(t, p.recording(twin), filesOf(t, tree), p.entries[twin.name()].Taken)
			if lacks != "" {
				t.Skip(lacks)
			}
			for _, problem := range verdictOf(twin, seen) {
				t.Errorf("judged again, %s\nIf that is correct now, prove it again: make prove ARGS='-run TestBrokenTwins/%s'", problem, word(twin))
			}
		})
	}
}

// word returns enough of a twin's name for -run.
func word(twin twin) string {
	return notInName.ReplaceAllString(twin.Scenario, ".")
}

var notInName = regexp.MustCompile(`[^A-Za-z0-9,_-]`)

// unanswered returns what a twin's recording now lacks, or "".
func (p *proofs) unanswered(t *testing.T, twin twin) string {
	t.Helper()
	tree, _ := p.broken(t, twin)
	_, lacks := replayedTwin(t, p.recording(twin), filesOf(t, tree), p.entries[twin.name()].Taken)
	return lacks
}

// live returns the twins of a topology that must be run, and why.
func (p *proofs) live(t *testing.T, topology string) map[string]string {
	t.Helper()
	whys := map[string]string{}
	for _, twin := range readTwins(t) {
		if _, pickle := p.broken(t, twin); tags.TopologyOf(pickle.Tags) != topology {
			continue
		}
		if why := p.whyLive(t, twin); why != "" {
			whys[twin.name()] = why
		}
	}
	return whys
}

// whyLive returns why a twin has to run; empty if its recording tells. make prove asks no recording: that takes a minute, and one who
// proves a new twin waits for it.
func (p *proofs) whyLive(t *testing.T, twin twin) string {
	t.Helper()
	if proving.On() {
		return "make prove"
	}
	if why := p.stale(t, twin); why != "" {
		return why
	}
	return p.unanswered(t, twin)
}

// replayedTwin replays a recording with the current files. If anything is lacking, there is no verdict, except for the
// definitions that were already taken as recorded when it was made.
func replayedTwin(t *testing.T, recording string, files map[string][]byte, taken []string) (s *report.Scenario, lacks string) {
	t.Helper()
	s, lacking := replayWith(t, recording, files)
	for definition, what := range lacking {
		if !slices.Contains(taken, definition) {
			return s, "its recording lacks what the step " + definition + " needs: " + what
		}
	}
	if s.Status == report.Pending {
		return s, "its recording does not decide it: " + s.Failure.Saw
	}
	return s, ""
}

// replayWith also returns the definitions whose outcome could only be taken from the recording, and why.
func replayWith(t *testing.T, recording string, files map[string][]byte) (*report.Scenario, map[string]string) {
	t.Helper()
	b, err := bundle.Read(recording)
	if err != nil {
		t.Fatal(err)
	}
	whole := filepath.Join(t.TempDir(), "whole.tgz")
	if err := b.WithFiles(files).Write(whole); err != nil {
		t.Fatal(err)
	}
	lacking := map[string]string{}
	result, err := scenarios.Replay(t.Context(), scenarios.ReplayOptions{Bundle: whole,
		Lacked: func(step *report.Step, lacks string) { lacking[step.Definition] = lacks }})
	if err != nil {
		t.Fatal(err)
	}
	return result.Scenarios[0], lacking
}

func filesOf(t *testing.T, tree fs.FS) map[string][]byte {
	t.Helper()
	files := map[string][]byte{}
	err := fs.WalkDir(tree, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		files[name], err = fs.ReadFile(tree, name)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// record saves the recording of a twin that has just failed as expected, and checks that its replay fails alike. It is called
// in make prove.
func (p *proofs) record(t *testing.T, twin twin, seen *report.Scenario) {
	t.Helper()
	whole, err := bundle.Read(seen.Bundle + ".tgz")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "recording.tgz")
	if err := whole.Compact().Write(file); err != nil {
		t.Fatal(err)
	}
	tree, _ := p.broken(t, twin)
	again, lacking := replayWith(t, file, filesOf(t, tree))
	problems := verdictOf(twin, again)
	if got, want := statuses(again), statuses(seen); got != want {
		problems = append(problems, "its steps are "+got+", and were "+want)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if len(data) > recordingLimit {
		t.Errorf(tooLarge, recordingLimit, len(data))
	}
	for _, problem := range problems {
		t.Error("replayed,", problem)
	}
	if t.Failed() || !proving.On() {
		return
	}
	taken := make([]string, 0, len(lacking))
	for definition := range lacking {
		taken = append(taken, definition)
	}
	p.keep(t, twin, data, taken)
}

// keep writes a recording and its entry, each atomically.
func (p *proofs) keep(t *testing.T, twin twin, data []byte, taken []string) {
	t.Helper()
	if err := atomicfile.Write(p.recording(twin), data, 0o644); err != nil {
		t.Fatal(err)
	}
	p.put(t, twin.name(), proven.Entry{Inputs: p.inputs(t, twin, taken), Recording: proven.Hash(string(data)), Taken: taken})
}

// forget removes recordings and entries of twins that no longer exist.
func (p *proofs) forget(t *testing.T, twins []twin) {
	t.Helper()
	var names, files []string
	for _, twin := range twins {
		names, files = append(names, twin.name()), append(files, p.recording(twin))
	}
	for _, topology := range topologies(t) {
		names = append(names, topologyName(topology))
	}
	for _, each := range readCases(t) {
		if each.Slow {
			names = append(names, caseName(each))
		}
	}
	there, err := filepath.Glob(filepath.Join(p.recordings, "*.tgz"))
	for _, file := range there {
		if !slices.Contains(files, file) {
			err = errors.Join(err, os.Remove(file))
		}
	}
	if err := errors.Join(err, p.ledger.Keep(t.Context(), names)); err != nil {
		t.Error(err)
	}
}

// secret matches what looks like a key or a token.
var secret = regexp.MustCompile(`PRIVATE KEY|eyJ[A-Za-z0-9_-]{20,}\.eyJ|client-key-data|/(home|root|Users)/`)

// TestRecordings: committed recordings are small, contain no secrets, and are unchanged when written again; those of an earlier
// version from the second time on.
func TestRecordings(t *testing.T) {
	p := readProofs(t)
	var files []string
	for _, twin := range readTwins(t) {
		files = append(files, p.recording(twin))
	}
	there, err := filepath.Glob(filepath.Join(p.recordings, "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range there {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.Contains(files, file) {
			t.Errorf("%s: no twin has this recording: delete it", file)
			continue
		}
		if len(data) > recordingLimit {
			t.Errorf("%s: "+tooLarge, file, recordingLimit, len(data))
		}
		mustBeRecording(t, file, data)
	}
}

func writtenAgain(t *testing.T, b *bundle.Bundle) []byte {
	t.Helper()
	file := filepath.Join(t.TempDir(), "again.tgz")
	if err := b.Compact().Write(file); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

func mustBeRecording(t *testing.T, file string, data []byte) {
	t.Helper()
	b, err := bundle.Read(file)
	if err != nil {
		t.Error(err)
		return
	}
	current := b.Version == bundle.Version
	again := writtenAgain(t, b)
	if !current { // it is converted to the current version, which must be stable, too
		if len(again) > recordingLimit {
			t.Errorf("%s: "+tooLarge, file, recordingLimit, len(again))
		}
		today := filepath.Join(t.TempDir(), "today.tgz")
		if err := os.WriteFile(today, again, 0o600); err != nil {
			t.Fatal(err)
		}
		if b, err = bundle.Read(today); err != nil {
			t.Fatal(err)
		}
		data, again = again, writtenAgain(t, b)
	}
	if !bytes.Equal(again, data) {
		t.Errorf("%s: it gives other bytes when it is written again", file)
	}
	dir := t.TempDir()
	if err := bundle.Extract(file, filepath.Join(dir, "all")); err != nil {
		t.Fatal(err)
	}
	for name, text := range filesOf(t, os.DirFS(dir)) {
		if found := secret.FindString(string(text)); found != "" {
			t.Errorf("%s: %s has %q, which nobody should commit", file, strings.TrimPrefix(name, "all/"), found)
		}
	}
}
