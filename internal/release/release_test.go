package release_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/kube"
	"github.com/gherkind/gherkind/internal/release"
)

func hook(name, events string, weight int) string {
	return fmt.Sprintf("kind: Job\napiVersion: batch/v1\nmetadata: {name: %s, annotations: {helm.sh/hook: %q, helm.sh/hook-weight: %q}}\n", name, events, fmt.Sprint(weight))
}

func loaded(t *testing.T) *release.Chart {
	t.Helper()
	files := fstest.MapFS{}
	for name, text := range map[string]string{
		"Chart.yaml":                "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
		"values.yaml":               "replicas: 2\n",
		"values.schema.json":        `{"properties": {"replicas": {"type": "integer"}}}`,
		"crds/order.yaml":           "kind: CustomResourceDefinition\napiVersion: apiextensions.k8s.io/v1\nmetadata: {name: orders.example.com}\n",
		"templates/web.yaml":        "kind: ConfigMap\napiVersion: v1\nmetadata: {name: web, namespace: {{ .Release.Namespace }}}\ndata: {replicas: {{ .Values.replicas | int | quote }}, upgrade: {{ .Release.IsUpgrade | quote }}}\n",
		"templates/elsewhere.yaml":  "kind: ConfigMap\napiVersion: v1\nmetadata: {name: elsewhere, namespace: others}\n",
		"templates/late.yaml":       hook("late", "pre-install,pre-upgrade", 5),
		"templates/early.yaml":      hook("early", "pre-install", -5),
		"templates/afterwards.yaml": hook("afterwards", "post-install", 0),
		"templates/tests.yaml":      hook("tests", "test", 0),
	} {
		files["chart/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	c, err := chart.Load(files, "chart")
	if err != nil {
		t.Fatal(err)
	}
	return &release.Chart{Chart: c}
}

func names(ms []*kube.Manifest) string {
	var all []string
	for _, m := range ms {
		for _, doc := range m.Docs {
			all = append(all, doc.Object.GetName())
		}
	}
	return strings.Join(all, " ")
}

func planned(t *testing.T, use release.Use) *release.Set {
	t.Helper()
	set, err := use.Planned()
	if err != nil || set == nil {
		t.Fatal(set, err)
	}
	return set
}

// TestOrder: definitions come first, then hooks before, objects, and hooks after; test hooks never run.
func TestOrder(t *testing.T) {
	set := planned(t, release.Use{Chart: loaded(t), Release: "shop"})
	if all := names(set.All()); !strings.HasPrefix(all, "orders.example.com ") || !strings.HasSuffix(all, " afterwards") || strings.Contains(all, "tests") ||
		strings.Index(all, "web") < strings.Index(all, "late") || strings.Count(all, " ") != 5 {
		t.Error(all)
	}
	for event, want := range map[chart.Event]string{chart.PreInstall: "early late", chart.PreUpgrade: "late", chart.PostInstall: "afterwards", chart.PreRollback: ""} {
		var at []*kube.Manifest
		for _, h := range set.At(event) {
			at = append(at, h.Manifest)
		}
		if got := names(at); got != want {
			t.Errorf("at %s: %q, want %q", event, got, want)
		}
	}
}

// TestNamespaces: objects for the release namespace name none, so that they are applied in that of the scenario.
func TestNamespaces(t *testing.T) {
	for _, m := range planned(t, release.Use{Chart: loaded(t), Release: "shop"}).Objects {
		obj := m.Docs[0].Object
		if want := map[string]string{"elsewhere": "others"}[obj.GetName()]; obj.GetNamespace() != want {
			t.Errorf("%s is for the namespace %q, want %q", obj.GetName(), obj.GetNamespace(), want)
		}
	}
}

// TestPlanned: values that steps note are known only during the run; all other mistakes are reported before it.
func TestPlanned(t *testing.T) {
	of := loaded(t)
	with := func(replicas string) (*release.Set, error) {
		return release.Use{Chart: of, Release: "shop", Values: chart.Values{"replicas": replicas}}.Planned()
	}
	if set, err := with("$(value:noted)"); set != nil || err != nil {
		t.Errorf("with a value that is noted: %v, %v", set, err)
	}
	if _, err := with("many"); err == nil || !strings.Contains(err.Error(), "replicas") {
		t.Errorf("with a value that the schema refuses: %v", err)
	}
	install, upgrade := planned(t, release.Use{Chart: of, Release: "shop"}), planned(t, release.Use{Chart: of, Release: "shop", Upgrade: true})
	for set, want := range map[*release.Set]string{install: "false", upgrade: "true"} {
		for _, m := range set.Objects {
			data, _ := m.Docs[0].Object.Object["data"].(map[string]any)
			if m.Docs[0].Object.GetName() == "web" && data["upgrade"] != want {
				t.Errorf("upgrade is %v, want %s", data["upgrade"], want)
			}
		}
	}
}

// TestPrint: everything that determines the objects changes the print.
func TestPrint(t *testing.T) {
	of, prints := loaded(t), map[string]bool{}
	uses := []release.Use{{Release: "shop"}, {Release: "other"}, {Release: "shop", Upgrade: true}, {Release: "shop", Values: chart.Values{"replicas": 3}}}
	for _, use := range uses {
		use.Chart = of
		prints[use.Print()] = true
	}
	if len(prints) != len(uses) {
		t.Errorf("%d prints of %d uses: %v", len(prints), len(uses), prints)
	}
	again := uses[3]
	again.Chart = loaded(t)
	if !prints[again.Print()] {
		t.Error("the same files, loaded again, have another print")
	}
}
