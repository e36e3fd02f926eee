package host

import (
	"encoding/json"
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
			t.Errorf("%s: a second time changes it: %s, %v", name, again, err)
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
		t.Errorf("nothing of ours: got %s, %v", got, err)
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
