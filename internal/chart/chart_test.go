package chart_test

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/internal/chart"
)

const web = `apiVersion: v1
kind: ConfigMap
metadata:
  name: {{ .Release.Name }}-web
  namespace: {{ .Release.Namespace }}
data:
  color: {{ .Values.color | quote }}
  revision: {{ .Release.Revision | quote }}
  upgrade: {{ .Release.IsUpgrade | quote }}
  kubernetes: {{ .Capabilities.KubeVersion.Version }}
  monitored: {{ .Capabilities.APIVersions.Has "monitoring.coreos.com/v1/ServiceMonitor" | quote }}
`

const hookText = `apiVersion: batch/v1
kind: Job
metadata:
  name: NAME
  annotations: {helm.sh/hook: "EVENTS", helm.sh/hook-weight: "WEIGHT", helm.sh/hook-delete-policy: "POLICY"}
`

func hook(name, events, weight, policy string) string {
	return strings.NewReplacer("NAME", name, "EVENTS", events, "WEIGHT", weight, "POLICY", policy).Replace(hookText)
}

// shop returns the files of a chart, with the given ones replaced; an empty one is removed.
func shop(other map[string]string) fstest.MapFS {
	all := map[string]string{
		"Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n", "values.yaml": "color: blue\nreplicas: 2\n",
		"templates/web.yaml": web, "templates/NOTES.txt": "Thank you", "templates/_helpers.tpl": "", "templates/nothing.yaml": "{{ if .Values.more }}x{{ end }}\n# nothing\n",
	}
	for name, text := range other {
		all[name] = text
	}
	files := fstest.MapFS{}
	for name, text := range all {
		if text != "" || strings.HasSuffix(name, ".tpl") {
			files["deploy/chart/"+name] = &fstest.MapFile{Data: []byte(text)}
		}
	}
	return files
}

func render(t *testing.T, other map[string]string, r chart.Request) (*chart.Rendered, error) {
	t.Helper()
	c, err := chart.Load(shop(other), "deploy/chart")
	if err != nil {
		return nil, err
	}
	r.Release = "shop"
	return c.Render(r)
}

// Templates have access to their release, values and the cluster, and notes are not objects.
func TestRender(t *testing.T) {
	out, err := render(t, nil, chart.Request{Namespace: "ns", Revision: 3, Upgrade: true, Values: chart.Values{"color": "true"},
		Cluster: &chart.Capabilities{Kubernetes: "v1.37.2", APIs: []string{"v1", "monitoring.coreos.com/v1/ServiceMonitor"}}})
	if err != nil {
		t.Fatal(err)
	}
	if len(out.Objects) != 1 || out.Objects[0].Path != "deploy/chart/templates/web.yaml" {
		t.Fatalf("%+v", out.Objects)
	}
	for _, want := range []string{"name: shop-web", "namespace: ns", `color: "true"`, `revision: "3"`, `upgrade: "true"`, "kubernetes: v1.37.2", `monitored: "true"`} {
		if !strings.Contains(out.Objects[0].Text, want) {
			t.Errorf("it lacks %s:\n%s", want, out.Objects[0].Text)
		}
	}
	if out, err = render(t, nil, chart.Request{}); err != nil || !strings.Contains(out.Objects[0].Text, "namespace: "+chart.Namespace) ||
		!strings.Contains(out.Objects[0].Text, `monitored: "false"`) || !strings.Contains(out.Objects[0].Text, `upgrade: "false"`) {
		t.Errorf("%+v, %v", out, err)
	}
}

// Objects are in Helm's installation order, CustomResourceDefinitions are separate, and tests are left out.
func TestOrder(t *testing.T) {
	out, err := render(t, map[string]string{
		"templates/a.yaml":   "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: a}\n---\napiVersion: v1\nkind: ServiceAccount\nmetadata: {name: a}\n",
		"crds/k.yaml":        "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: {name: k}\n",
		"templates/b.yaml":   hook("late", "pre-install,post-upgrade", "5", "hook-succeeded"),
		"templates/c.yaml":   hook("early", "pre-install", "-5", ""),
		"templates/try.yaml": hook("try", "test", "0", ""),
	}, chart.Request{})
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for _, o := range out.Objects {
		for line := range strings.Lines(o.Text) {
			if kind, is := strings.CutPrefix(line, "kind: "); is {
				kinds = append(kinds, strings.TrimSpace(kind))
			}
		}
	}
	if !slices.Equal(kinds, []string{"ServiceAccount", "ConfigMap", "Deployment"}) || len(out.Definitions) != 1 || len(out.Hooks) != 3 {
		t.Errorf("%v, %d definitions, %d hooks", kinds, len(out.Definitions), len(out.Hooks))
	}
	for _, h := range out.Hooks {
		switch {
		case strings.Contains(h.Text, "name: late"):
			if h.Weight != 5 || !h.Has(chart.WhenSucceeded) || h.Has(chart.BeforeCreation) || !h.Before() || !h.After() {
				t.Errorf("%+v", h)
			}
		case strings.Contains(h.Text, "name: early"):
			if h.Weight != -5 || !h.Has(chart.BeforeCreation) || h.After() {
				t.Errorf("%+v", h)
			}
		case h.Before() || h.After():
			t.Errorf("%+v", h)
		}
	}
}

// The dependencies of a chart are in its charts folder, as folders or archives.
func TestDependencies(t *testing.T) {
	wants := "apiVersion: v2\nname: shop\nversion: 1.0.0\ndependencies: [{name: db, version: 2.x.x, repository: https://example.com, condition: db.enabled}]\n"
	db := map[string]string{"Chart.yaml": "apiVersion: v2\nname: db\nversion: 2.1.0\n", "values.yaml": "size: 1\n",
		"templates/db.yaml": "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: db}\ndata: {size: \"{{ .Values.size }}\"}\n"}
	folder := map[string]string{"Chart.yaml": wants}
	for name, text := range db {
		folder["charts/db/"+name] = text
	}
	for what, files := range map[string]map[string]string{"folder": folder, "archive": {"Chart.yaml": wants, "charts/db-2.1.0.tgz": string(archived(t, "db", db))}} {
		out, err := render(t, files, chart.Request{Values: chart.Values{"db": map[string]any{"size": 7}}})
		if err != nil || len(out.Objects) != 2 || !strings.Contains(out.Objects[0].Text+out.Objects[1].Text, `size: "7"`) {
			t.Errorf("%s: %+v, %v", what, out, err)
		}
		out, err = render(t, files, chart.Request{Values: chart.Values{"db": map[string]any{"enabled": false}}})
		if err != nil || len(out.Objects) != 1 {
			t.Errorf("%s, turned off: %+v, %v", what, out, err)
		}
	}
	_, err := render(t, map[string]string{"Chart.yaml": wants}, chart.Request{})
	if err == nil || !strings.Contains(err.Error(), "db 2.x.x") || !strings.Contains(err.Error(), "helm dependency build deploy/chart") {
		t.Error(err)
	}
}

// An archive is loaded like a folder.
func TestArchive(t *testing.T) {
	files := fstest.MapFS{"shop-1.0.0.tgz": {Data: archived(t, "shop", map[string]string{"Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n", "templates/web.yaml": web})},
		"bad.tgz": {Data: []byte("no archive")}}
	c, err := chart.Load(files, "shop-1.0.0.tgz")
	if err != nil {
		t.Fatal(err)
	}
	if out, err := c.Render(chart.Request{Release: "x"}); err != nil || !strings.Contains(out.Objects[0].Text, "name: x-web") {
		t.Errorf("%+v, %v", out, err)
	}
	if _, err := chart.Load(files, "bad.tgz"); err == nil || !strings.Contains(err.Error(), "helm package") {
		t.Error(err)
	}
}

// Each mistake is reported in one line, with its location.
func TestMistakes(t *testing.T) {
	const schema = `{"type": "object", "properties": {"replicas": {"type": "integer"}, "image": {"type": "object", "additionalProperties": false, "properties": {"tag": {"type": "string"}}}}}`
	for name, c := range map[string]struct {
		files   map[string]string
		values  chart.Values
		cluster *chart.Capabilities
		path    string
		line    int
		says    string
	}{
		"no chart":      {files: map[string]string{"Chart.yaml": ""}, path: "deploy/chart", says: "there is no Chart.yaml"},
		"no version":    {files: map[string]string{"Chart.yaml": "apiVersion: v2\nname: shop\n"}, path: "deploy/chart", says: "version"},
		"library":       {files: map[string]string{"Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\ntype: library\n"}, path: "deploy/chart", says: "library"},
		"template":      {files: map[string]string{"templates/web.yaml": "a: b\nc: {{ .Values.color | nofunction }}\n"}, path: "deploy/chart/templates/web.yaml", line: 2, says: "nofunction"},
		"required":      {files: map[string]string{"templates/web.yaml": "a: b\nc: {{ required \"give it a shape\" .Values.shape }}\n"}, path: "deploy/chart/templates/web.yaml", line: 2, says: "give it a shape"},
		"nil":           {files: map[string]string{"templates/web.yaml": "a: {{ .Values.image.tag }}\n"}, path: "deploy/chart/templates/web.yaml", line: 1, says: "nil pointer"},
		"schema":        {files: map[string]string{"values.schema.json": schema}, values: chart.Values{"replicas": "two"}, path: "deploy/chart", says: "replicas: got string, want integer"},
		"unknown value": {files: map[string]string{"values.schema.json": schema}, values: chart.Values{"image": map[string]any{"tga": "v1"}}, path: "deploy/chart", says: "image: additional properties 'tga' not allowed"},
		"remote schema": {files: map[string]string{"values.schema.json": `{"$ref": "https://example.com/s.json"}`}, path: "deploy/chart", says: "nothing is downloaded"},
		"unknown hook":  {files: map[string]string{"templates/a.yaml": hook("a", "pre-instal", "0", "")}, path: "deploy/chart/templates/a.yaml", says: `there is no hook "pre-instal"`},
		"no objects":    {files: map[string]string{"templates/web.yaml": ""}, path: "deploy/chart", says: "no objects"},
		"kube version":  {files: map[string]string{"Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\nkubeVersion: '>=1.99'\n"}, cluster: &chart.Capabilities{Kubernetes: "v1.37.0"}, path: "deploy/chart", says: "v1.37.0"},
		"no YAML":       {files: map[string]string{"templates/web.yaml": "a: b: c\n"}, path: "deploy/chart", says: "templates/web.yaml"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := render(t, c.files, chart.Request{Values: c.values, Cluster: c.cluster})
			wrong, is := errors.AsType[*chart.Error](err)
			if !is || wrong.Path != c.path || wrong.Line != c.line || !strings.Contains(wrong.Msg, c.says) || strings.Contains(wrong.Msg, "\n") {
				t.Errorf("%#v", err)
			}
		})
	}
}

// The cluster decides about a constraint on the Kubernetes version: before the run its version is unknown.
func TestVersionBeforeTheRun(t *testing.T) {
	if _, err := render(t, map[string]string{"Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\nkubeVersion: '>=1.99'\n"}, chart.Request{}); err != nil {
		t.Error(err)
	}
}

// Files matched by .helmignore are not part of the chart.
func TestHelmIgnore(t *testing.T) {
	out, err := render(t, map[string]string{".helmignore": "*.bak.yaml\n", "templates/old.bak.yaml": "a: b: c\n"}, chart.Request{})
	if err != nil || len(out.Objects) != 1 {
		t.Errorf("%+v, %v", out, err)
	}
}

// Rendering changes neither the chart nor the values.
func TestTwice(t *testing.T) {
	c, err := chart.Load(shop(nil), "deploy/chart")
	if err != nil {
		t.Fatal(err)
	}
	values := chart.Values{"color": "red"}
	first, err := c.Render(chart.Request{Release: "a", Values: values})
	if err != nil {
		t.Fatal(err)
	}
	second, err := c.Render(chart.Request{Release: "a", Values: values})
	if err != nil || first.Objects[0].Text != second.Objects[0].Text || len(values) != 1 {
		t.Errorf("%v, %v", values, err)
	}
}

// The recording of a chart contains what it was rendered to, for the values that were used, separately for installation and
// upgrade.
func TestRecorded(t *testing.T) {
	out, err := render(t, nil, chart.Request{Values: chart.Values{"color": "red"}})
	if err != nil {
		t.Fatal(err)
	}
	record := &chart.Record{}
	if err := record.Add(chart.Request{Release: "shop", Values: chart.Values{"color": "red"}}, out); err != nil {
		t.Fatal(err)
	}
	upgraded := &chart.Rendered{Objects: []chart.Document{{Text: "color: upgraded"}}}
	if err := record.Add(chart.Request{Release: "shop", Upgrade: true, Values: chart.Values{"color": "red"}}, upgraded); err != nil {
		t.Fatal(err)
	}
	name, data, err := record.File()
	if err != nil {
		t.Fatal(err)
	}
	c, err := chart.Load(fstest.MapFS{"deploy/chart/" + name: {Data: data}}, "deploy/chart")
	if err != nil {
		t.Fatal(err)
	}
	again, err := c.Render(chart.Request{Release: "shop", Values: chart.Values{"color": "red"}})
	if err != nil || !strings.Contains(again.Objects[0].Text, `color: "red"`) {
		t.Errorf("%+v, %v", again, err)
	}
	if again, err := c.Render(chart.Request{Release: "shop", Upgrade: true, Values: chart.Values{"color": "red"}}); err != nil || again.Objects[0].Text != "color: upgraded" {
		t.Errorf("of an upgrade: %+v, %v", again, err)
	}
	if _, err := c.Render(chart.Request{Release: "shop", Values: chart.Values{"color": "green"}}); err == nil || !strings.Contains(err.Error(), "recording") {
		t.Error(err)
	}
}

// Values in a table mean the same as for helm --set.
func TestSet(t *testing.T) {
	values := chart.Values{}
	for _, row := range [][2]string{{"image.tag", "1.10"}, {"replicas", "3"}, {"debug", "true"}, {"node.kubernetes\\.io/os", "linux"}, {"hosts", `["a", 1]`}, {"port", `"80"`}} {
		value, err := chart.ParseSet(row[1])
		if err == nil {
			err = values.Set(row[0], value)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	out, err := render(t, map[string]string{"templates/web.yaml": "kind: X\napiVersion: v1\nvalues: {{ toJson .Values }}\n"}, chart.Request{Values: values})
	if err != nil {
		t.Fatal(err)
	}
	want := `{"color":"blue","debug":true,"hosts":["a",1],"image":{"tag":"1.10"},"node":{"kubernetes.io/os":"linux"},"port":"80","replicas":3}`
	if !strings.Contains(out.Objects[0].Text, want) {
		t.Errorf("%s", out.Objects[0].Text)
	}
	if _, err := chart.ParseSet(`{"a"`); err == nil {
		t.Error("half an object is accepted")
	}
	if values.Set("a..b", 1) == nil {
		t.Error("a name without letters is accepted")
	}
}

func archived(t *testing.T, name string, files map[string]string) []byte {
	t.Helper()
	var data bytes.Buffer
	zip := gzip.NewWriter(&data)
	to := tar.NewWriter(zip)
	for _, file := range slices.Sorted(func(yield func(string) bool) {
		for f := range files {
			if !yield(f) {
				return
			}
		}
	}) {
		err := to.WriteHeader(&tar.Header{Name: name + "/" + file, Mode: 0o644, Size: int64(len(files[file])), Typeflag: tar.TypeReg})
		if err == nil {
			_, err = to.Write([]byte(files[file]))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(to.Close(), zip.Close()); err != nil {
		t.Fatal(err)
	}
	return data.Bytes()
}
