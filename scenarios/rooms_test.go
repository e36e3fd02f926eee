package scenarios_test

import (
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"path"
	"regexp"
	"strings"
	"testing"
)

const module = "github.com/gherkind/gherkind/"

// rooms says which of the project's own packages each package may import, by path prefix. Most imports point down: cmd →
// scenarios → internal/engine → steps → internal/assert, and below that world → observe → kube, while step and explain only
// know words and plain text. docs/how-it-works.md names the exceptions.
var rooms = map[string][]string{
	"cmd/gherkind":            {"cli"},
	"cli":                     {"internal/cli", "steps/step"},
	"internal/cli":            {"scenarios", "steps", "internal"},
	"examples/ownsteps":       {"cli", "examples/ownsteps", "scenarios", "steps"},
	"features":                {},
	"internal/starter":        {},
	"internal/suite":          {},
	"internal/suite/command":  {},
	"internal/suite/renamed":  {"internal/proven", "internal/suite/command", "internal/tree", "scenarios"},
	"internal/suite/table":    {"internal/suite/command", "internal/report/table", "internal/report/terminal", "scenarios", "scenarios/report"},
	"internal/suite/peers":    {"internal/suite/command", "scenarios/cluster"},
	"internal/suite/scale":    {"internal/suite/command", "scenarios", "scenarios/cluster", "scenarios/report"},
	"internal/suite/mutation": {"internal/suite/command", "internal/mutate/formats", "internal/report/table", "internal/report/terminal", "scenarios"},
	"internal/suite/versions": {"internal/suite/command", "internal/report/table", "internal/report/terminal", "scenarios", "scenarios/report", "scenarios/cluster"},
	"manifests":               {},
	"packaging":               {},
	"kind-config":             {},

	"scenarios":         {"scenarios", "internal", "steps", "steps/step", "steps/world"},
	"scenarios/cluster": {"internal/say", "scenarios/cluster", "internal/cluster", "internal/runlock", "internal/atomicfile", "internal/filelock", "internal/apigroups", "kind-config"},
	"scenarios/report":  {"internal/say", "internal/explain", "internal/plaintext", "internal/status", "internal/tags"},

	"steps": {
		"steps", "internal/kube", "internal/observe", "internal/probe", "internal/subset", "internal/failfast", "internal/collect", "internal/explain",
		"internal/objects", "internal/kinds", "internal/words", "internal/assert", "internal/remote", "internal/placeholder", "internal/phrases", "internal/drain", "internal/expression", "internal/request",
		"internal/chart", "internal/release",
	},
	"steps/chinese": {"steps/step"},
	"steps/step":    {"internal/values", "internal/plaintext"},
	"steps/ownstep": {"internal/assert", "internal/kube", "internal/objects", "internal/observe", "internal/probe", "steps/step", "steps/world"},
	"steps/world":   {"internal/awake", "internal/kube", "internal/observe", "internal/probe", "internal/release", "internal/tags"},

	// The parts of scenarios: plan, then engine or replay.
	"internal/shard": {}, // the standard library only
	"internal/plan": {
		"internal/chart", "internal/cluster", "internal/fileerror", "internal/gherkin", "internal/kube", "internal/mask", "internal/nodes", "internal/release", "internal/rules", "internal/setup", "internal/shard", "internal/tags", "internal/tree", "internal/words",
		"scenarios/cluster", "scenarios/report", "steps",
	},
	"internal/engine": {
		"internal/awake", "internal/bundle", "internal/cluster/asker", "internal/cluster/nodecontrol", "internal/cluster/simulated", "internal/dispatch", "internal/explain", "internal/gherkin", "internal/history", "internal/kube",
		"internal/lanes", "internal/local", "internal/nodes", "internal/observe", "internal/oncluster/left", "internal/outcomes", "internal/plan", "internal/probe", "internal/runlock", "internal/schedule",
		"internal/tags", "internal/throttle", "scenarios/cluster", "scenarios/report", "steps/world",
	},
	"internal/replay": {
		"internal/bundle", "internal/dispatch", "internal/engine", "internal/explain", "internal/gherkin", "internal/kube", "internal/nodes",
		"internal/observe", "internal/plan", "internal/probe", "internal/say", "internal/tags", "internal/tree", "scenarios/cluster", "scenarios/report", "steps/step", "steps/world",
	},
	"internal/bundle": {
		"internal/assert", "internal/atomicfile", "internal/chart", "internal/kube", "internal/observe", "internal/explain", "internal/collect", "internal/objects", "internal/plaintext", "internal/gherkin",
		"internal/plan", "internal/remote", "scenarios/report", "steps/world",
	},
	"internal/dispatch": {"internal/plan", "internal/gherkin", "internal/mask", "scenarios/report"},
	"internal/offered":  {"internal/gherkin"},
	"internal/nodes":    {"internal/cluster/nodecontrol", "internal/cluster/simulated", "internal/observe", "internal/words", "scenarios/cluster", "steps/world"},
	"internal/tags":     {},
	"internal/lint": {
		"internal/cluster/kubeversion", "internal/gherkin", "internal/kinds", "internal/kube", "internal/lab/exercise", "internal/placeholder", "internal/plan", "internal/rules", "internal/setup",
		"internal/tags", "internal/tree", "internal/words", "scenarios/cluster", "steps",
	},
	"internal/format":       {"internal/gherkin", "internal/plaintext"},
	"internal/lsp":          {"internal/format", "internal/gherkin", "internal/lint", "internal/plan", "internal/project", "internal/rules", "internal/say", "internal/tree", "steps"},
	"internal/lint/formats": {"internal/annotation", "internal/lint", "internal/plaintext", "internal/rules", "internal/sarif", "internal/say"},
	"internal/rules":        {"internal/words"},
	"internal/annotation":   {},
	"internal/sarif":        {},
	"internal/tree":         {"features", "manifests", "internal/gherkin"},

	"internal/atomicfile":   {},
	"internal/filelock":     {},
	"internal/awake":        {},
	"internal/cluster":      {"internal/cluster", "internal/apigroups", "internal/enforces", "internal/tags", "internal/words", "scenarios/cluster", "kind-config"},
	"internal/collect":      {"internal/kube", "internal/explain"},
	"internal/bilingual":    {"steps/step"},
	"internal/record":       {"internal/bilingual", "internal/collect", "internal/explain", "internal/kube", "internal/words", "steps/step"},
	"internal/diagnose":     {"internal/mask", "internal/kube", "internal/explain", "internal/collect", "scenarios/cluster"},
	"internal/doctor":       {"internal/cluster", "internal/words", "internal/kube", "internal/plaintext", "internal/runlock", "internal/say", "scenarios/cluster", "steps/world"},
	"internal/enforces":     {},
	"internal/explain":      {"internal/enforces", "internal/say", "internal/plaintext", "internal/words"},
	"internal/expression":   {"internal/kube"},
	"internal/failfast":     {"internal/kube", "internal/observe"},
	"internal/gherkin":      {"internal/values", "internal/rules", "internal/status", "internal/words", "steps/step"},
	"internal/history":      {"internal/atomicfile", "internal/filelock"},
	"internal/kinds":        {},
	"internal/translate":    {"internal/expression"},
	"internal/fileerror":    {},
	"internal/kustomize":    {"internal/fileerror"},
	"internal/chart":        {"internal/fileerror"},
	"internal/release":      {"internal/chart", "internal/kube", "internal/values"},
	"internal/setup":        {"internal/chart", "internal/values"},
	"internal/jsonyaml":     {},
	"internal/kube":         {"internal/values", "internal/fileerror", "internal/jsonyaml", "internal/apigroups", "internal/words", "internal/kube/apischema"},
	"internal/lab/feedback": {"internal/explain", "internal/lab/marks", "internal/plaintext", "internal/say"},
	"internal/lab/grade": {
		"internal/bundle", "internal/engine", "internal/explain", "internal/gherkin", "internal/kube", "internal/lab/exercise", "internal/lab/marks", "internal/lab/submission",
		"internal/observe", "internal/plaintext", "internal/runlock", "internal/schedule", "internal/tags", "scenarios/report", "steps/world",
	},
	"internal/lab/submission": {"internal/kube", "internal/plaintext"},
	"internal/lab/verify":     {"internal/lab/exercise", "internal/lab/marks", "internal/mutate/operator"},
	"internal/lab/exercise": {
		"internal/gherkin", "internal/lab/marks", "internal/lab/policy", "internal/plaintext", "internal/plan", "internal/say", "internal/tags", "internal/tree", "internal/words", "scenarios/cluster", "steps/step",
	},
	"internal/oncluster": {
		"internal/bundle", "internal/engine", "internal/gherkin", "internal/kube", "internal/oncluster/left", "internal/plan", "internal/report/shardfile", "internal/setup", "internal/tree", "internal/words",
		"scenarios/cluster", "scenarios/report", "steps/world",
	},
	"internal/oncluster/left": {"internal/kube", "steps/world"},
	"internal/lanes":          {"scenarios/report", "internal/explain", "internal/observe", "internal/kube"},
	"internal/mask":           {"internal/kube", "internal/plaintext"},
	"internal/mutate": {
		"internal/mutate/operator", "internal/assert", "internal/atomicfile", "internal/bilingual", "internal/engine", "internal/gherkin", "internal/kube", "internal/plan",
		"internal/say", "internal/schedule", "internal/tags", "internal/tree", "internal/words", "scenarios/report", "steps", "steps/step",
	},
	"internal/mutate/formats":  {"internal/annotation", "internal/mutate", "internal/report/show", "internal/report/target", "internal/sarif", "internal/say", "internal/plaintext"},
	"internal/mutate/operator": {"internal/jsonyaml", "internal/words"},
	"internal/local":           {"internal/kube", "scenarios/cluster"},
	"internal/objects":         {"internal/kube", "internal/observe", "internal/explain", "internal/subset", "internal/words"},
	"internal/lab/baseline":    {"internal/lab/export", "internal/lab/marks"},
	"internal/lab/attempts":    {"internal/atomicfile", "internal/filelock", "internal/lab/marks"},
	"internal/lab/class":       {"internal/lab/marks", "internal/lab/policy", "internal/lab/roster", "internal/lab/store", "internal/schedule"},
	"internal/lab/page":        {"internal/lab/export", "internal/lab/marks", "internal/lab/wording", "internal/plaintext", "internal/report/show"},
	"internal/lab/roster":      {"internal/gherkin", "internal/lab/marks", "internal/words"},
	"internal/lab/store":       {"internal/filelock", "internal/lab/marks"},
	"internal/lab/export":      {"internal/lab/marks", "internal/lab/wording", "internal/plaintext", "internal/report/markdown", "internal/report/show", "internal/report/target"},
	"internal/lab/marks":       {},
	"internal/lab/policy":      {"internal/lab/marks"},
	"internal/lab/serve": {
		"internal/lab/export", "internal/lab/marks", "internal/lab/page", "internal/lab/policy", "internal/lab/roster", "internal/lab/store", "internal/lab/wording", "internal/plaintext",
	},
	"internal/lab/wording": {"internal/lab/marks"},
	"internal/listentest":  {},
	"internal/observe":     {"internal/kube"},
	"internal/outcomes":    {"internal/atomicfile", "internal/filelock"},
	"internal/plaintext":   {},
	"internal/preflight":   {"internal/cluster/simulated", "internal/doctor", "internal/explain", "internal/gherkin", "internal/kube", "internal/plan", "internal/words", "scenarios/cluster", "steps", "steps/world"},
	"internal/probe":       {},
	"internal/proving":     {},
	"internal/project":     {"internal/plaintext", "internal/say", "internal/setup", "internal/values", "internal/words", "scenarios/cluster"},
	"internal/proven":      {"internal/atomicfile", "internal/filelock", "internal/gherkin", "steps"},
	"internal/request":     {"internal/values", "internal/words"},
	"internal/runlock":     {"internal/runlock", "internal/kube", "internal/observe", "steps/world"},
	"internal/say":         {"internal/words"},
	"internal/schedule":    {},
	"internal/status":      {},
	"internal/subset":      {},
	"internal/throttle":    {},
	"internal/watch":       {},

	"internal/report":            {"internal/say", "internal/tags", "internal/annotation", "scenarios/report", "internal/words", "internal/report/show", "internal/explain", "internal/shard", "internal/plaintext", "internal/atomicfile"},
	"internal/report/table":      {"internal/mutate", "internal/report/show", "scenarios/report"},
	"internal/report/reporttest": {"scenarios/report", "internal/explain", "internal/goldenfile"}, // only for tests
	"scenarios/report/formats":   {"scenarios/report", "internal/report", "internal/say"},
	"internal/assert": {
		"internal/kube", "internal/observe", "internal/probe", "internal/awake", "internal/failfast", "internal/collect", "internal/explain",
		"internal/objects", "internal/kinds", "internal/words", "steps/step", "steps/world",
	},
	"internal/drain":  {"internal/kube", "internal/observe", "internal/assert", "steps/world"},
	"internal/remote": {"internal/kube", "internal/observe", "internal/probe", "internal/assert", "internal/objects", "internal/request", "internal/subset", "steps/world"},
	"internal/placeholder": {
		"internal/values", "internal/chart", "internal/kube", "internal/kustomize", "internal/release", "internal/explain", "internal/expression", "internal/kinds", "internal/words", "steps/step", "steps/world",
	},
	"internal/phrases":  {"internal/kinds", "internal/placeholder", "steps/step"},
	"internal/viewtest": {"internal/kube", "internal/observe", "steps/world"}, // only for tests

	"internal/goldenfile": {},                                                                               // only for tests
	"internal/gotest":     {"internal/engine", "internal/report/terminal", "scenarios", "scenarios/report"}, // only for tests of Go projects
	"internal/values":     {},
	"internal/apigroups":  {},
	"internal/words":      {},
}

// outside lists the only packages that may import a library.
var outside = map[string][]string{
	"github.com/cucumber/godog": {"steps/step", "internal/gherkin", "internal/replay"},
	"sigs.k8s.io/kustomize":     {"internal/kustomize"},
	"helm.sh/helm":              {"internal/chart"},
	"sigs.k8s.io/kind":          {"scenarios/cluster", "internal/cluster"},
	"sigs.k8s.io/e2e-framework": {"scenarios/cluster/e2eprovider", "scenarios/e2e"},
	"github.com/google/cel-go":  {"internal/expression", "internal/translate"},
	"google.golang.org/grpc":    {"internal/probe"},
	"github.com/minio/minio-go": {"internal/oncluster"},
	"k8s.io/client-go":          {"internal/kube", "internal/observe", "scenarios/cluster", "internal/cluster", "internal/record", "internal/apigroups"},
}

// TestThePageNamesAllPackages keeps docs/how-it-works.md complete: it names each package directly below internal.
func TestThePageNamesAllPackages(t *testing.T) {
	page, err := os.ReadFile("../docs/how-it-works.md")
	if err != nil {
		t.Fatal(err)
	}
	folders, err := os.ReadDir("../internal")
	if err != nil {
		t.Fatal(err)
	}
	for _, folder := range folders {
		name := regexp.QuoteMeta(folder.Name())
		if !regexp.MustCompile("`" + name + "`|internal/" + name + `\b`).Match(page) {
			t.Errorf("docs/how-it-works.md does not name internal/%s", folder.Name())
		}
	}
}

type goPackage struct {
	ImportPath string
	Imports    []string
}

// TestRooms checks the architecture: imports point down.
func TestRooms(t *testing.T) {
	for _, p := range listPackages(t, "./...") {
		name := strings.TrimPrefix(p.ImportPath, module)
		allowed, known := longest(name)
		if !known {
			t.Errorf("package %s is not in the map: add it", name)
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

// longest returns the entry for a package: that of its nearest folder.
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

func listPackages(t *testing.T, of ...string) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", append([]string{"list", "-json=ImportPath,Imports"}, of...)...)
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

// heavy are packages that link much code of which gherkind needs little, and their replacements.
var heavy = map[string]string{
	"k8s.io/client-go/kubernetes":               "internal/apigroups has the clients of the groups that are used",
	"k8s.io/client-go/informers":                "cache.NewSharedIndexInformer makes one for a kind",
	"k8s.io/client-go/dynamic/dynamicinformer":  "it imports k8s.io/client-go/informers",
	"k8s.io/client-go/listers/core/v1":          "a cache.Store lists what it has",
	"sigs.k8s.io/controller-runtime/pkg/client": "only tests of Go projects that use e2e-framework have it",
	"sigs.k8s.io/e2e-framework/pkg/env":         "only tests of Go projects that use e2e-framework have it",
}

// TestTheCommandIsSmall keeps packages out of the command that once made it larger.
func TestTheCommandIsSmall(t *testing.T) {
	for _, p := range listPackages(t, "-deps", "./cmd/gherkind") {
		if p.ImportPath == "helm.sh/helm/v4/internal/version" { // charts cannot be rendered without it; the clients that it imports are not used
			continue
		}
		for _, imported := range p.Imports {
			if instead, is := heavy[imported]; is {
				t.Errorf("%s imports %s: %s", p.ImportPath, imported, instead)
			}
		}
	}
}

// TestTheCommandIsNoTest keeps package testing out of the packages of the command: only scenariotest, which runs features
// inside go test, imports it. It is still linked into the command, because godog imports it.
func TestTheCommandIsNoTest(t *testing.T) {
	for _, p := range listPackages(t, "-deps", "./cmd/gherkind") {
		if !strings.HasPrefix(p.ImportPath, module) {
			continue
		}
		for _, imported := range p.Imports {
			if imported == "testing" || strings.HasPrefix(imported, "testing/") || imported == module+"scenarios/scenariotest" || imported == module+"internal/gotest" {
				t.Errorf("%s imports %s", p.ImportPath, imported)
			}
		}
	}
}
