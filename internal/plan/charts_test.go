package plan

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/chart"
	"github.com/gherkind/gherkind/internal/setup"
)

func chartTree(step string) fstest.MapFS {
	return fstest.MapFS{
		"features/a.feature":       {Data: []byte("Feature: A\n  Scenario: A\n" + step)},
		"gherkind.yaml":            {Data: []byte("setup: …\n")},
		"chart/Chart.yaml":         {Data: []byte("apiVersion: v2\nname: shop\nversion: 1.0.0\n")},
		"chart/values.schema.json": {Data: []byte(`{"type": "object", "properties": {"replicas": {"type": "integer"}}}`)},
		"chart/templates/web.yaml": {Data: []byte("apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }}}\nspec:\n" +
			"  {{ .Values.field | default \"replicas\" }}: {{ .Values.replicas | default 1 }}\n  selector: {matchLabels: {a: b}}\n" +
			"  template: {metadata: {labels: {a: b}}, spec: {containers: [{name: web, image: nginx}]}}\n")},
		"chart/templates/secret.yaml": {Data: []byte("apiVersion: v1\nkind: Secret\nmetadata: {name: s}\nstringData: {password: {{ .Values.password | default \"x\" }}}\n")},
	}
}

// TestChartsArePlanned: the plan has the rendered objects of charts, and their problems, for scenarios and for a set-up.
func TestChartsArePlanned(t *testing.T) {
	p, err := Make(Options{FS: chartTree("    When the chart \"../chart\" is installed as \"shop\" with values set:\n      | replicas | 2 |\n")})
	if err != nil {
		t.Fatal(err)
	}
	about := p.ScenarioOf(p.Pickles[0])
	if len(about.Charts) != 1 || len(about.Objects) != 2 || len(about.Charts[0].Objects) != 2 || about.Objects[0] != about.Charts[0].Objects[0] || about.Objects[1].GetNamespace() != "" {
		t.Fatalf("%+v", about)
	}
	for step, want := range map[string]string{
		"is installed as \"shop\" with values set:\n      | replicas | two |\n":                      "replicas: got string, want integer",
		"is installed as \"shop\" with values:\n      \"\"\"\n      field: replcias\n      \"\"\"\n": "replcias",
		"is installed as \"Shop\"\n":                                      "small letters",
		"is installed as \"shop\" with values set:\n      | replicas |\n": "1 cells",
	} {
		_, err := Make(Options{FS: chartTree("    When the chart \"../chart\" " + step)})
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "features/a.feature:") {
			t.Errorf("%s: %v", step, err)
		}
	}
	entry := setup.Entry{Chart: "chart", Release: "shop", Set: chart.Values{"replicas": "two"}, Line: 7}
	if _, err := Make(Options{FS: setUpChartTree(), SetUp: setUpOf(entry)}); err == nil || !strings.Contains(err.Error(), "gherkind.yaml:7") || !strings.Contains(err.Error(), "want integer") {
		t.Error(err)
	}
	entry.Set = chart.Values{"replicas": "$(value:replicas)"}
	if _, err := Make(Options{FS: setUpChartTree(), SetUp: setUpOf(entry), Values: map[string]string{"replicas": "3"}}); err != nil {
		t.Error(err)
	}
}

func setUpChartTree() fstest.MapFS {
	return chartTree("    When this manifest is applied:\n      \"\"\"\n      {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}\n      \"\"\"\n")
}
