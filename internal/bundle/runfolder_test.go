package bundle

import (
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// TestRunsKeepTheirEvidenceApart: runs that start together in one working folder do not lose evidence, and `last` links to one
// of them.
func TestRunsKeepTheirEvidenceApart(t *testing.T) {
	state := t.TempDir()
	var all sync.WaitGroup
	folders := make([]*RunFolder, 2*keptRuns)
	for i := range folders {
		all.Go(func() {
			f, err := OpenRunFolder(state)
			if err != nil {
				t.Error(err)
				return
			}
			folders[i] = f
			if err := os.WriteFile(filepath.Join(f.Dir, "of"), []byte(strconv.Itoa(i)), evidenceFilePerms); err != nil {
				t.Error(err)
			}
		})
	}
	all.Wait()
	for i, f := range folders {
		if f == nil {
			continue
		}
		if data, err := os.ReadFile(filepath.Join(f.Dir, "of")); string(data) != strconv.Itoa(i) {
			t.Errorf("run %d: its folder has %q, %v", i, data, err)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if data, err := os.ReadFile(filepath.Join(state, lastRun, "of")); err != nil || len(data) == 0 {
		t.Errorf("last: %q, %v", data, err)
	}
}

// TestOldEvidenceGoes: evidence is removed after enough later runs, unless its run is unfinished.
func TestOldEvidenceGoes(t *testing.T) {
	state := t.TempDir()
	former := filepath.Join(state, lastRun, "web-2") // of a version that had one folder for all runs
	if err := os.MkdirAll(former, 0o755); err != nil {
		t.Fatal(err)
	}
	goesOn, err := OpenRunFolder(state)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(former); err == nil {
		t.Errorf("%s is still there", former)
	}
	ended := ""
	for i := range keptRuns + 2 {
		f, err := OpenRunFolder(state)
		if err != nil {
			t.Fatal(err)
		}
		if i == 0 {
			ended = f.Dir
		}
		if target, err := filepath.EvalSymlinks(filepath.Join(state, lastRun)); err != nil || filepath.Base(target) != filepath.Base(f.Dir) {
			t.Errorf("last is %s, %v, want %s", target, err, f.Dir)
		}
		if err := f.Close(); err != nil {
			t.Error(err)
		}
	}
	if _, err := os.Stat(ended); err == nil {
		t.Errorf("%s is still there", ended)
	}
	if _, err := os.Stat(goesOn.Dir); err != nil {
		t.Errorf("the evidence of an unfinished run: %v", err)
	}
	if err := goesOn.Close(); err != nil {
		t.Error(err)
	}
	if numbers, err := runNumbers(filepath.Join(state, runsFolder)); err != nil || len(numbers) != keptRuns+1 {
		t.Errorf("%d runs are kept (%v), %v", len(numbers), numbers, err)
	}
}

// TestEvidenceIsForItsUserOnly: other users of a machine must not read logs and objects.
func TestEvidenceIsForItsUserOnly(t *testing.T) {
	f, err := OpenRunFolder(filepath.Join(t.TempDir(), "state"))
	if err != nil {
		t.Fatal(err)
	}
	e := &evidence{texts: map[string][]byte{"objects.yaml": []byte("x"), "logs/a/web_app.log": []byte("x")}}
	if err := e.write(filepath.Join(f.Dir, "web-2")); err != nil {
		t.Fatal(err)
	}
	files := 0
	err = filepath.WalkDir(filepath.Dir(filepath.Dir(f.Dir)), func(path string, d fs.DirEntry, err error) error {
		if err != nil || filepath.Base(path) == lastRun {
			return err
		}
		info, err := d.Info()
		if err == nil && info.Mode().Perm()&0o077 != 0 {
			t.Errorf("%s is %v", path, info.Mode())
		}
		if !d.IsDir() {
			files++
		}
		return err
	})
	if err != nil || files < len(e.texts) {
		t.Errorf("%d files, %v", files, err)
	}
	if err := f.Close(); err != nil {
		t.Error(err)
	}
}

// TestLogsOfTwoNamespaces: pods of the same name have separate files.
func TestLogsOfTwoNamespaces(t *testing.T) {
	a := containerLog{namespace: "a", pod: "web", container: "app"}
	b := containerLog{namespace: "b", pod: "web", container: "app"}
	if a.file() == b.file() || !strings.HasSuffix(a.file(), "web_app.log") {
		t.Errorf("files %s and %s", a.file(), b.file())
	}
}

// TestGoingOn: a run's folder is listed until the run has ended.
func TestGoingOn(t *testing.T) {
	state := t.TempDir()
	if going, err := GoingOn(state); err != nil || len(going) > 0 {
		t.Errorf("without any: %q, %v", going, err)
	}
	var folders []*RunFolder
	for range 2 {
		f, err := OpenRunFolder(state)
		if err != nil {
			t.Fatal(err)
		}
		folders = append(folders, f)
	}
	if err := folders[0].Close(); err != nil {
		t.Fatal(err)
	}
	for range 2 { // looking has no effect
		if going, err := GoingOn(state); err != nil || len(going) != 1 || going[0] != folders[1].Dir {
			t.Errorf("got %q, %v", going, err)
		}
	}
	if err := folders[1].Close(); err != nil {
		t.Fatal(err)
	}
	if going, err := GoingOn(state); err != nil || len(going) > 0 {
		t.Errorf("after their end: %q, %v", going, err)
	}
}
