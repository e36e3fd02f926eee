//go:build unix

package cli

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
)

const (
	setUpChartFile = `setup:
  - {chart: deploy/chart, release: shop, namespace: gherkind-test-shop, values: deploy/ci.yaml, set: {web.replicas: 1}, within: 2m}
  - {chart: deploy/chart, release: other, namespace: gherkind-test-shop, set: {extra: false}}
`
	chartWeb = `apiVersion: apps/v1
kind: Deployment
metadata: {name: "{{ .Release.Name }}-web", namespace: "{{ .Release.Namespace }}"}
spec:
  replicas: {{ .Values.web.replicas }}
  selector: {matchLabels: {app: "{{ .Release.Name }}"}}
  template:
    metadata: {labels: {app: "{{ .Release.Name }}"}}
    spec:
      terminationGracePeriodSeconds: 0
      containers: [{name: web, image: busybox, command: [sleep, "600"]}]
`
	chartSettings = `apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-settings"}
data: {color: "{{ .Values.color }}", kubernetes: "{{ .Capabilities.KubeVersion.Version }}", install: "{{ .Release.IsInstall }}"}
{{- if .Values.extra }}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: "{{ .Release.Name }}-extra"}
{{- end }}
`
	chartHooks = `apiVersion: batch/v1
kind: Job
metadata: {name: "{{ .Release.Name }}-migrate", annotations: {helm.sh/hook: pre-install}}
spec:
  backoffLimit: 0
  template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0, containers: [{name: m, image: busybox, command: [sh, -c, "exit {{ .Values.exit }}"]}]}}
---
apiVersion: batch/v1
kind: Job
metadata: {name: "{{ .Release.Name }}-after", annotations: {helm.sh/hook: post-install, helm.sh/hook-delete-policy: hook-succeeded}}
spec:
  backoffLimit: 0
  template: {spec: {restartPolicy: Never, terminationGracePeriodSeconds: 0, containers: [{name: m, image: busybox, command: ["true"]}]}}
---
apiVersion: v1
kind: Pod
metadata: {name: "{{ .Release.Name }}-try", annotations: {helm.sh/hook: test}}
spec: {containers: [{name: m, image: busybox}]}
`
	chartSchema = `{"type": "object", "properties": {"exit": {"type": "integer"}}}`
)

// shopChart is shop with two releases of a chart as its set-up.
func shopChart(t *testing.T) *sandbox {
	t.Helper()
	s := shop(t)
	if err := os.MkdirAll(filepath.Join(s.dir, "deploy", "chart", "templates"), 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"gherkind.yaml": setUpChartFile, "deploy/ci.yaml": "web: {replicas: 3}\ncolor: blue\n",
		"deploy/chart/Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n", "deploy/chart/values.yaml": "web: {replicas: 1}\ncolor: red\nextra: true\nexit: 0\n",
		"deploy/chart/values.schema.json": chartSchema, "deploy/chart/templates/web.yaml": chartWeb, "deploy/chart/templates/settings.yaml": chartSettings,
		"deploy/chart/templates/hooks.yaml": chartHooks, "deploy/chart/templates/NOTES.txt": "Thank you",
	} {
		s.write(name, text)
	}
	return s
}

// migrated returns the UID of the Job that a hook has created.
func (s *sandbox) migrated() types.UID {
	s.t.Helper()
	job, err := s.client.BatchV1().Jobs("gherkind-test-shop").Get(s.t.Context(), "shop-migrate", metav1.GetOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	if job.Status.Succeeded != 1 {
		s.t.Errorf("the hook is %+v", job.Status)
	}
	return job.UID
}

// TestSetUpOfCharts: two releases of a chart are set up with their values and hooks, the next run reuses them, another version
// replaces them, and at the end nothing is left.
func TestSetUpOfCharts(t *testing.T) {
	s := shopChart(t)
	const seen = "features/own.feature:2"
	s.runs("✓ Set-up", "--keep-setup", seen)
	before, hook := s.settings(), s.migrated()
	version, err := s.client.Discovery().ServerVersion()
	if err != nil {
		t.Fatal(err)
	}
	if before.Data["color"] != "blue" || before.Data["kubernetes"] != version.GitVersion || before.Data["install"] != "true" {
		t.Errorf("it was rendered to %v", before.Data)
	}
	names := s.configMaps()
	if !strings.Contains(names, "shop-extra") || strings.Contains(names, "other-extra") || !strings.Contains(names, "other-settings") {
		t.Errorf("there are %s", names)
	}
	jobs, err := s.client.BatchV1().Jobs("gherkind-test-shop").List(t.Context(), metav1.ListOptions{})
	if err != nil || len(jobs.Items) != 2 {
		t.Errorf("there are %d Jobs, where those before the installation of both stay, and the others go; %v", len(jobs.Items), err)
	}
	s.runs("", "--keep-setup", seen)
	if after := s.settings(); after.ResourceVersion != before.ResourceVersion || s.migrated() != hook {
		t.Error("an unchanged chart was installed again")
	}
	s.write("deploy/ci.yaml", "color: blue\nextra: false\n")
	s.runs("", "--keep-setup", seen)
	if names := s.configMaps(); strings.Contains(names, "shop-extra") || s.migrated() == hook {
		t.Errorf("another version was not installed: there are %s", names)
	}
	s.runs("", seen)
	s.setUpGone()
}

func (s *sandbox) configMaps() string {
	s.t.Helper()
	list, err := s.client.CoreV1().ConfigMaps("gherkind-test-shop").List(s.t.Context(), metav1.ListOptions{})
	if err != nil {
		s.t.Fatal(err)
	}
	var names []string
	for _, m := range list.Items {
		names = append(names, m.Name)
	}
	return strings.Join(names, " ")
}

// TestSetUpOfAChartThatFails: a failed hook is explained, and a chart that cannot be rendered ends the run before it starts.
func TestSetUpOfAChartThatFails(t *testing.T) {
	s := shopChart(t)
	s.write("deploy/ci.yaml", "exit: 3\n")
	cmd, out := s.command("run", "features/own.feature:2")
	code := exitOf(cmd.Run())
	for _, want := range []string{"✗ Set-up", "gherkind.yaml:2", "shop-migrate", "pre-install hook", "POD_CONTAINER_EXITED", "1 failed", "1 skipped"} {
		if code != exitFailed || !strings.Contains(out.String(), want) {
			t.Errorf("exit code %d, want the output to contain %q\n%s", code, want, out)
		}
	}
	s.setUpGone()
	s.write("deploy/ci.yaml", "exit: three\n")
	cmd, out = s.command("run", "features/own.feature:2")
	if code := exitOf(cmd.Run()); code != exitUsage || !strings.Contains(out.String(), "gherkind.yaml:2") || !strings.Contains(out.String(), "exit: got string, want integer") {
		t.Errorf("exit code %d of a value that the schema refuses\n%s", code, out)
	}
}
