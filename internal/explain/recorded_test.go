package explain

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"sigs.k8s.io/yaml"
)

// recording is a file of testdata: a namespace of a real cluster at one point in time.
type recording struct {
	Now     time.Time         `json:"now"`
	Logs    map[string]string `json:"logs"`
	Objects []map[string]any  `json:"objects"`
	Gone    []map[string]any  `json:"gone"`
}

// recorded reads testdata/name.yaml.
func recorded(t testing.TB, name string) Facts {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name+".yaml"))
	if err != nil {
		t.Fatal(err)
	}
	var r recording
	if err := yaml.Unmarshal(data, &r); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return Facts{Now: r.Now, Logs: r.Logs, Objects: objects(r.Objects), Gone: objects(r.Gone)}
}

func objects(list []map[string]any) []*unstructured.Unstructured {
	out := make([]*unstructured.Unstructured, 0, len(list))
	for _, o := range list {
		out = append(out, &unstructured.Unstructured{Object: o})
	}
	return out
}
