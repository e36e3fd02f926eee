package scenarios_test

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"path"
	"strings"
	"testing"
)

const module = "github.com/gherkind/gherkind/"

// rooms says which of the project's own packages each package may import, by
// path prefix. The design is: cmd → scenarios → steps, and inside steps
// world → observe → kube, with step and explain knowing nobody.
var rooms = map[string][]string{
	"cmd/gherkind":       {"scenarios", "steps"},
	"features":           {},
	"internal/suite":     {},
	"manifests":          {},
	"kind-config":        {},
	"scenarios":          {"scenarios", "steps", "features", "manifests"},
	"scenarios/bundle":   {"steps/kube", "steps/observe", "steps/world", "steps/explain"},
	"scenarios/claims":   {"scenarios/cluster/inuse", "steps/kube", "steps/observe", "steps/world"},
	"scenarios/cluster":  {"scenarios/cluster", "scenarios/claims", "kind-config"},
	"scenarios/diagnose": {"steps/kube", "steps/explain", "steps/gather", "scenarios/cluster"},
	"scenarios/gherkin":  {"steps/step"},
	"scenarios/history":  {},
	"scenarios/mask":     {"steps/kube", "steps/explain"},
	"scenarios/lanes":    {"scenarios/report", "steps/explain", "steps/observe"},
	"scenarios/pace":     {},
	"scenarios/proven":   {"scenarios/gherkin", "steps"},
	"scenarios/report":   {"scenarios/report", "steps/explain"},
	"scenarios/schedule": {},
	"steps":              {"steps"},
	"steps/step":         {},
	"steps/explain":      {"steps/explain"},
	"steps/gather":       {"steps/kube", "steps/explain"},
	"steps/hopeless":     {"steps/kube", "steps/observe"},
	"steps/kube":         {},
	"steps/observe":      {"steps/kube"},
	"steps/probe":        {},
	"steps/subset":       {},
	"steps/world":        {"steps/kube", "steps/observe", "steps/probe"},
}

// outside says which packages alone may import a library.
var outside = map[string][]string{
	"github.com/cucumber/godog": {"steps/step", "scenarios"},
	"sigs.k8s.io/kind":          {"scenarios/cluster"},
	"k8s.io/client-go":          {"steps/kube", "steps/observe", "scenarios/cluster"},
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

// TestRooms holds the line of the architecture: imports point down.
func TestRooms(t *testing.T) {
	for _, p := range listPackages(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := longest(name)
		if !known {
			t.Errorf("package %s is in no room: add it to the map", name)
			continue
		}
		for _, imported := range p.Imports {
			if own, ok := strings.CutPrefix(imported, module); ok && !below(own, allowed) {
				t.Errorf("%s must not import %s", name, own)
			}
			for library, users := range outside {
				if (imported == library || strings.HasPrefix(imported, library+"/")) && !below(name, users) {
					t.Errorf("%s must not import %s", name, imported)
				}
			}
		}
	}
}

// longest finds the room of a package: the entry for its nearest folder.
func longest(name string) ([]string, bool) {
	for dir := name; dir != "."; dir = path.Dir(dir) {
		if allowed, ok := rooms[dir]; ok {
			return allowed, true
		}
	}
	return nil, false
}

func below(name string, folders []string) bool {
	for _, folder := range folders {
		if name == folder || strings.HasPrefix(name, folder+"/") {
			return true
		}
	}
	return false
}

func listPackages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports", "./...")
	cmd.Dir = ".."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var packages []goPackage
	decoder := json.NewDecoder(strings.NewReader(string(out)))
	for {
		var p goPackage
		err := decoder.Decode(&p)
		if errors.Is(err, io.EOF) {
			return packages
		}
		if err != nil {
			t.Fatal(err)
		}
		packages = append(packages, p)
	}
}
