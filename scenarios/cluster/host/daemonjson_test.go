package host

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestMergeRuntime(t *testing.T) {
	const own = `"runtimes":{"gherkind-runc":{"path":"/b"}}`
	for name, c := range map[string]struct{ old, want string }{
		"no file":        {``, `{"default-runtime":"gherkind-runc",` + own + `}`},
		"other settings": {`{"log-level":"warn","max":18446744073709551615}`, `{"log-level":"warn","max":18446744073709551615,"default-runtime":"gherkind-runc",` + own + `}`},
		"other runtimes": {`{"runtimes":{"x":{"path":"/x"}}}`, `{"default-runtime":"gherkind-runc","runtimes":{"x":{"path":"/x"},"gherkind-runc":{"path":"/b"}}}`},
		"own default":    {`{"default-runtime":"x"}`, `{"default-runtime":"x",` + own + `}`},
		"old place":      {`{"default-runtime":"gherkind-runc","runtimes":{"gherkind-runc":{"path":"/a"}}}`, `{"default-runtime":"gherkind-runc",` + own + `}`},
	} {
		got, err := mergeRuntime([]byte(c.old), "/b")
		if err != nil || !reflect.DeepEqual(decode(t, string(got)), decode(t, c.want)) {
			t.Errorf("%s: got %s, %v", name, got, err)
		}
		again, err := mergeRuntime(got, "/b")
		if err != nil || string(again) != string(got) {
			t.Errorf("%s: merging again changes it: %s, %v", name, again, err)
		}
	}
	for _, bad := range []string{`{`, `{"runtimes":[]}`} {
		if _, err := mergeRuntime([]byte(bad), "/b"); err == nil {
			t.Errorf("%s: no error", bad)
		}
	}
}

func TestRemoveRuntimeIsTheReverse(t *testing.T) {
	for before, want := range map[string]string{
		``:                                 ``,
		`{"log-level":"warn"}`:             `{"log-level":"warn"}`,
		`{"default-runtime":"x"}`:          `{"default-runtime":"x"}`,
		`{"runtimes":{"x":{"path":"/x"}}}`: `{"runtimes":{"x":{"path":"/x"}}}`,
	} {
		merged, err := mergeRuntime([]byte(before), "/b")
		if err != nil {
			t.Fatal(err)
		}
		got, err := removeRuntime(merged)
		if err != nil || (want == "") != (got == nil) || (want != "" && !reflect.DeepEqual(decode(t, string(got)), decode(t, want))) {
			t.Errorf("%s: got %s, %v", before, got, err)
		}
	}
	const untouched = `{ "log-level":   "warn" }`
	if got, err := removeRuntime([]byte(untouched)); err != nil || string(got) != untouched {
		t.Errorf("without the wrapper: got %s, %v", got, err)
	}
}

func decode(t *testing.T, s string) any {
	t.Helper()
	d := json.NewDecoder(strings.NewReader(s))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatalf("%s: %v", s, err)
	}
	return v
}

func TestReplaceFileLeavesNothingElse(t *testing.T) {
	file := filepath.Join(t.TempDir(), "new/daemon.json")
	for _, text := range []string{"one", "two"} {
		if err := replaceFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	data, err := os.ReadFile(file)
	if err != nil || string(data) != "two" {
		t.Errorf("got %q, %v", data, err)
	}
	if left, _ := os.ReadDir(filepath.Dir(file)); len(left) != 1 {
		t.Errorf("left behind: %v", left)
	}
}

// A file that only root can read keeps its mode, even if the default mode is another one.
func TestReplaceFileKeepsTheMode(t *testing.T) {
	file := filepath.Join(t.TempDir(), "daemon.json")
	for _, mode := range []os.FileMode{0o600, 0o640, 0o644} {
		if err := os.WriteFile(file, []byte("old"), 0o600); err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(file, mode); err != nil {
			t.Fatal(err)
		}
		if err := replaceFile(file, []byte("new"), 0o644); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(file); err != nil || info.Mode().Perm() != mode {
			t.Errorf("%o became %v, %v", mode, info, err)
		}
	}
}

// TestReplaceFileKeepsTheLink: the target of a link is replaced, because it may be managed by another tool.
func TestReplaceFileKeepsTheLink(t *testing.T) {
	dir := t.TempDir()
	file, link := filepath.Join(dir, "managed.json"), filepath.Join(dir, "daemon.json")
	if err := errors.Join(os.WriteFile(file, []byte("old"), 0o600), os.Symlink("managed.json", link)); err != nil {
		t.Fatal(err)
	}
	if err := replaceFile(link, []byte("new"), 0o644); err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(file)
	if err != nil || string(data) != "new" || !isLink(link) || isLink(file) {
		t.Errorf("the file has %q, %v; the link is a link: %t", data, err, isLink(link))
	}
}

func TestARuntimeForAnotherDaemonIsTakenBack(t *testing.T) {
	for name, c := range map[string]struct {
		added   bool
		runtime string
		failed  bool
		back    bool
	}{
		"ours uses it":                 {true, runtimeName, false, false},
		"another daemon was first":     {true, "runc", false, true},
		"no daemon came":               {true, "", true, true},
		"it was there before":          {false, "runc", false, false},
		"it was there, no daemon came": {false, "", true, false},
	} {
		status := &dockerStatus{DefaultRuntime: c.runtime}
		if c.failed {
			status = nil
		}
		if got := unusedRuntime(c.added, status); got != c.back {
			t.Errorf("%s: unused: %t", name, got)
		}
	}
}
