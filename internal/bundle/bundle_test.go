package bundle

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/apimachinery/pkg/runtime/schema"
	"k8s.io/apimachinery/pkg/watch"

	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/observe"
	"github.com/gherkind/gherkind/steps/world"
)

func kindOf(kind, resource string) kube.Kind {
	return kube.Kind{GVK: schema.GroupVersionKind{Version: "v1", Kind: kind}, GVR: schema.GroupVersionResource{Version: "v1", Resource: resource}, Namespaced: true}
}

func version(n int, kind, resource string, content map[string]any) observe.Observation {
	object := map[string]any{"apiVersion": "v1", "kind": kind, "metadata": map[string]any{"name": "a", "namespace": "n", "resourceVersion": fmt.Sprint(n)}}
	for key, value := range content {
		object[key] = value
	}
	event := watch.Modified
	if n == 1 {
		event = watch.Added
	}
	return observe.Observation{Seq: uint64(n), Revision: uint64(n), At: time.Unix(int64(n), 5000).UTC(), Type: event,
		Object: &unstructured.Unstructured{Object: object}, Ref: kube.Ref{Kind: kindOf(kind, resource), Namespace: "n", Name: "a"}}
}

func small() *Bundle {
	b := &Bundle{Files: map[string][]byte{"a.feature": []byte("Feature: a")}, Texts: map[string][]byte{"events.txt": []byte("none")}}
	b.Scenario.URI, b.Scenario.Name, b.Gherkind = "a.feature", "a", "v1"
	b.Kinds = []Kind{{Kind: kindOf("Pod", "pods")}, {Kind: kindOf("Secret", "secrets")}}
	return b
}

func written(t *testing.T, b *Bundle) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.tgz")
	if err := b.Write(file); err != nil {
		t.Fatal(err)
	}
	return file
}

// TestRoundTrip: every version of an object is read back unchanged, even changes that a merge patch cannot express.
func TestRoundTrip(t *testing.T) {
	b := small()
	for i, content := range []map[string]any{
		{"spec": map[string]any{"n": int64(1) << 60, "f": 1.5, "list": []any{"a", int64(2)}}},
		{"spec": map[string]any{"n": int64(2), "null": nil}},
		{"spec": map[string]any{"n": int64(2), "null": map[string]any{}}, "status": map[string]any{"text": "\x1b[31m \u2028 <&>"}},
		{},
		{},
	} {
		b.Observations = append(b.Observations, version(i+1, "Pod", "pods", content))
	}
	b.Answers = []world.Answer{
		{Question: world.Question{Kind: world.QuestionNode, Node: "n", Command: world.CommandOf([]string{"sh", "-c", "a <b> & \"c\"\n", ""})}, Began: time.Unix(1, 0).UTC(), Ended: time.Unix(2, 0).UTC(), Value: json.RawMessage(`"same"`)},
		{Question: world.Question{Kind: world.QuestionNode, Node: "n", Command: world.CommandOf([]string{"sh", "-c", "a <b> & \"c\"\n", ""})}, Began: time.Unix(3, 0).UTC(), Ended: time.Unix(4, 0).UTC(), Value: json.RawMessage(`"same"`), Err: "broken"},
		{Question: world.Question{Kind: world.QuestionLog, Namespace: "n", Pod: "p", Container: "c", Previous: true}, Began: time.Unix(3, 0).UTC(), Ended: time.Unix(4, 0).UTC(), Err: "left out"},
	}
	file := written(t, b)
	got, err := Read(file)
	if err != nil {
		t.Fatal(err)
	}
	if !reflect.DeepEqual(got.Observations, b.Observations) {
		t.Errorf("observations:\n got %v\nwant %v", got.Observations, b.Observations)
	}
	if !reflect.DeepEqual(got.Answers, b.Answers) {
		t.Errorf("answers:\n got %v\nwant %v", got.Answers, b.Answers)
	}
	if info, err := os.Stat(file); err != nil || info.Mode() != 0o600 {
		t.Errorf("%v, %v", info.Mode(), err)
	}
	if left, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".bundle-*")); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// TestSecretsStayHome searches every entry for the value of a Secret.
func TestSecretsStayHome(t *testing.T) {
	b := small()
	content := map[string]any{"data": map[string]any{"password": "aHVudGVyMg=="}, "stringData": map[string]any{"password": "hunter2"}}
	b.Observations = []observe.Observation{version(1, "Secret", "secrets", content), version(2, "Secret", "secrets", content)}
	text := []byte("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: hunter2}\n")
	m, err := kube.ParseManifest("s.yaml", text)
	if err != nil {
		t.Fatal(err)
	}
	if b.Files["s.yaml"], err = RedactedManifest(m); err != nil {
		t.Fatal(err)
	}
	entries, err := unpack(written(t, b))
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range entries {
		if bytes.Contains(data, []byte("hunter2")) || bytes.Contains(data, []byte("aHVudGVyMg")) {
			t.Errorf("%s has the value:\n%s", name, data)
		}
	}
	if !bytes.Contains(entries["files/s.yaml"], []byte("password: (left out by gherkind)")) {
		t.Errorf("the key is gone, too: %s", entries["files/s.yaml"])
	}
	if b.Observations[0].Object.Object["stringData"].(map[string]any)["password"] != "hunter2" {
		t.Error("the scenario's own object was changed")
	}
}

// TestTimelineIsBounded writes more than the limit: the recording then ends where it was cut, so that nothing is judged by what
// is missing.
func TestTimelineIsBounded(t *testing.T) {
	b := small()
	for i := range 24 {
		b.Observations = append(b.Observations, version(i+1, "Pod", "pods", map[string]any{"status": strings.Repeat(fmt.Sprint(i%10), 1<<20)}))
	}
	b.Scenario.Ended = time.Unix(100, 0)
	got, err := Read(written(t, b))
	if err != nil {
		t.Fatal(err)
	}
	n := len(got.Observations)
	if n < 12 || n > 16 || len(got.LeftOut) != 1 || !got.Scenario.Ended.Before(b.Observations[n].At) {
		t.Errorf("%d observations, until %s: %v", n, got.Scenario.Ended, got.LeftOut)
	}
}

// archive returns a gzipped tar with these headers and data.
func archive(t *testing.T, headers []*tar.Header, data func(name string) []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	w := tar.NewWriter(zip)
	for _, h := range headers {
		content := data(h.Name)
		h.Size, h.Mode = int64(len(content)), 0o644
		if err := w.WriteHeader(h); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestWhatIsNoBundle(t *testing.T) {
	good, err := os.ReadFile(written(t, small()))
	if err != nil {
		t.Fatal(err)
	}
	damaged := bytes.Clone(good)
	damaged[len(damaged)-6] ^= 1 // in the checksum
	empty := func(string) []byte { return nil }
	for name, c := range map[string]struct {
		data []byte
		says string
	}{
		"empty":        {nil, "is not a bundle of gherkind"},
		"a ZIP file":   {[]byte("PK\x03\x04 is a zip"), "is not a bundle of gherkind"},
		"truncated":    {good[:len(good)/2], "is incomplete or damaged"},
		"no end":       {good[:len(good)-4], "is incomplete or damaged"},
		"damaged":      {damaged, "is incomplete or damaged"},
		"no tar":       {gzipped(t, []byte(strings.Repeat("text ", 1000))), "is not a bundle of gherkind"},
		"climbs":       {archive(t, []*tar.Header{{Name: "../evil"}}, empty), `it has "../evil", which is not a file inside it`},
		"absolute":     {archive(t, []*tar.Header{{Name: "/etc/evil"}}, empty), `it has "/etc/evil"`},
		"a link":       {archive(t, []*tar.Header{{Name: "l", Typeflag: tar.TypeSymlink, Linkname: "/etc/passwd"}}, empty), `it has "l"`},
		"a bomb":       {archive(t, []*tar.Header{{Name: "b"}}, func(string) []byte { return make([]byte, maxEntry+1) }), "it is larger than any"},
		"many entries": {archive(t, slices.Repeat([]*tar.Header{{Name: "same"}}, maxEntries+1), empty), "it is larger than any"},
		"other tar":    {archive(t, []*tar.Header{{Name: "a.txt"}}, empty), "it has no manifest.json"},
		"other manifest": {archive(t, []*tar.Header{{Name: "manifest.json"}}, func(string) []byte { return []byte(`{"format": "zip"}`) }),
			"manifest.json is not that of a bundle"},
		"half of it": {archive(t, []*tar.Header{{Name: "manifest.json"}}, func(string) []byte { return []byte(`{"format": "gherkind bundle", "version": 1}`) }),
			".json: unexpected end of JSON input"},
		"a later one": {archive(t, []*tar.Header{{Name: "manifest.json"}}, func(string) []byte {
			return []byte(`{"format": "gherkind bundle", "version": 3, "gherkind": "v9.1\n", "scenario": ["of another form"]}`)
		}), "its format is version 3, and this gherkind reads versions up to 2: use gherkind v9.1, which wrote it, or a later one"},
		"no version": {archive(t, []*tar.Header{{Name: "manifest.json"}}, func(string) []byte { return []byte(`{"format": "gherkind bundle"}`) }),
			"manifest.json is not that of a bundle"},
		"a sentence":           {hostile(t, answersName, []byte(`{"question": "GET http://10.0.0.1/"}`)), "answers.jsonl: read a question"},
		"a command of numbers": {hostile(t, answersName, []byte(`{"question": {"kind": "node", "command": [1]}}`)), "answers.jsonl: read a question"},
		"long command":         {hostile(t, answersName, []byte(`{"question": {"kind": "node", "command": [`+strings.Repeat(`"",`, maxValues)+`""]}}`)), "unpacks to more than any"},
		"empty lists":          {hostile(t, timelineName, []byte(`{"object":{"a":[`+strings.Repeat("[],", maxValues)+`[]]}}`)), "unpacks to more than any"},
		"many answers":         {hostile(t, answersName, bytes.Repeat([]byte("{}\n"), maxValues)), "unpacks to more than any"},
	} {
		t.Run(name, func(t *testing.T) {
			file, dir := filepath.Join(t.TempDir(), "b.tgz"), filepath.Join(t.TempDir(), "out")
			if err := os.WriteFile(file, c.data, 0o600); err != nil {
				t.Fatal(err)
			}
			_, err := Read(file)
			if err == nil || !strings.Contains(err.Error(), c.says) || strings.Contains(err.Error(), "\n") {
				t.Errorf("got %v, want %q", err, c.says)
			}
			if name == "climbs" || name == "a link" {
				if err := Extract(file, dir); err == nil {
					t.Error("it was extracted")
				}
			}
		})
	}
}

// hostile returns a valid bundle with one replaced entry.
func hostile(t *testing.T, entry string, data []byte) []byte {
	t.Helper()
	entries, err := unpack(written(t, small()))
	if err != nil {
		t.Fatal(err)
	}
	entries[entry] = data
	var headers []*tar.Header
	for name := range entries {
		headers = append(headers, &tar.Header{Name: name})
	}
	return archive(t, headers, func(name string) []byte { return entries[name] })
}

// TestPatchesAreBounded: a change of one field is a version of an object with all of its fields.
func TestPatchesAreBounded(t *testing.T) {
	const fields, times = 100, 50
	data := patches(fields, times)
	kinds := small().Kinds
	if seen, err := readTimeline(data, kinds, &budget{(fields + 1) * times}); err != nil || len(seen) != times+1 {
		t.Errorf("%d versions, %v", len(seen), err)
	}
	if _, err := readTimeline(data, kinds, &budget{(fields+1)*times - 1}); !errors.Is(err, errTooMuch) {
		t.Errorf("one field more than allowed: %v", err)
	}
}

// patches is a timeline of one object with many fields, in which one field changes often.
func patches(fields, times int) []byte {
	object := map[string]any{}
	for i := range fields {
		object[fmt.Sprint(i)] = ""
	}
	first, err := json.Marshal(line{Seq: 1, Resource: "pods", Name: "a", Object: object})
	if err != nil {
		panic(err)
	}
	return append(append(first, '\n'), bytes.Repeat([]byte(`{"seq":2,"resource":"pods","name":"a","at":"0001-01-01T00:00:00Z","patch":{"0":"x"}}`+"\n"), times)...)
}

func gzipped(t *testing.T, data []byte) []byte {
	t.Helper()
	var out bytes.Buffer
	zip := gzip.NewWriter(&out)
	if _, err := zip.Write(data); err != nil {
		t.Fatal(err)
	}
	if err := zip.Close(); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

// FuzzRead fills all entries that a replay needs with arbitrary content.
func FuzzRead(f *testing.F) {
	f.Add([]byte(`{"format": "gherkind bundle", "version": 1, "scenario": {"uri": "a"}}`), []byte(`[]`),
		[]byte(`{"seq":1,"type":"ADDED","resource":"pods","name":"a","patch":{}}`), []byte(`{"same": 7}`), []byte(`{}`))
	f.Add([]byte(`{"format": "gherkind bundle", "version": 2, "scenario": {"uri": "a"}}`), []byte(`[]`),
		[]byte(`{}`), []byte(`{"question": {"kind": "node", "command": ["a", ""]}}`), []byte(`{}`))
	f.Fuzz(func(_ *testing.T, manifest, steps, timeline, answers, kinds []byte) {
		b := &Bundle{Files: map[string][]byte{}, Texts: map[string][]byte{}}
		_ = b.fill(map[string][]byte{manifestName: manifest, stepsName: steps, timelineName: timeline, answersName: answers, kindsName: kinds})
	})
}
