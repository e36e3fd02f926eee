package plan

import (
	"strings"
	"testing"
	"testing/fstest"
)

const valuesFeature = `Feature: Values

  Background:
    Given the value "color" is "blue"

  Scenario: All are there
    Given the value "replicas" is "3"
    And the manifest "web.yaml" is applied
    When the "{.spec.clusterIP}" of service "web" is noted as "ip"
    And this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: seen}, data: {ip: $(value:ip), color: $(value:color)}}
      """
    Then deployment "web" has $(value:replicas) ready replicas
    And configmap "seen" has "$(value:ip)" at "{.data.ip}"

  Scenario: Some are not
    Given the value "ipp" is "x"
    And configmap "seen" has "$(value:colour)" at "{.data.ip}"
    And configmap "seen" matches:
      """
      data:
        ip: $(value:nowhere)
      """
    When the manifest "web.yaml" is applied
    Then deployment "web" has $(value:ip) ready replicas
    When the "{.spec.clusterIP}" of service "web" is noted as "ip"
    Then deployment "web" has $(value:ip) ready replicas
    And nothing says $(value:ip)
    When this manifest is applied:
      """
      {apiVersion: v1, kind: ConfigMap, metadata: {name: $(value:ip)}}
      """
`

const valuesManifest = `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: $(value:replicas)
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: $(value:image)}]}
---
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: 80}]}}
`

// TestValuesThatThereAreNot: every undefined value in a scenario is found before the run.
func TestValuesThatThereAreNot(t *testing.T) {
	tree := fstest.MapFS{"features/a.feature": {Data: []byte(valuesFeature)}, "manifests/web.yaml": {Data: []byte(valuesManifest)}}
	_, err := Make(Options{FS: tree, Values: map[string]string{"image": "nginx"}})
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{
		`features/a.feature:19: $(value:colour): there is no value "colour": did you mean $(value:color)?`,
		`features/a.feature:23: $(value:nowhere): there is no value "nowhere"; there is color, image, ipp`,
		`features/a.feature:25: manifests/web.yaml:5: $(value:replicas): there is no value "replicas"; there is color, image, ipp`,
		`features/a.feature:26: $(value:ip): there is no value "ip" yet: line 27 gives it, after this step`,
		`features/a.feature:29: undefined step: nothing says $(value:ip)`,
		`a value that a step notes can stand between double quotes, below a step and in manifests`,
		"features/a.feature:32: the kind, name and namespace of an object must be known before the run: ConfigMap $(value:ip) has a value in them that a step notes",
		"6 problems",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
}

// TestValuesOfARun: without the setting, a value of the manifest is undefined; with it, the value is substituted in all steps and
// manifests that are checked before the run.
func TestValuesOfARun(t *testing.T) {
	feature, _, _ := strings.Cut(valuesFeature, "  Scenario: Some are not")
	tree := fstest.MapFS{"features/a.feature": {Data: []byte(feature)}, "manifests/web.yaml": {Data: []byte(valuesManifest)}}
	_, err := Make(Options{FS: tree})
	if err == nil || !strings.Contains(err.Error(), `manifests/web.yaml:9: $(value:image): there is no value "image"`) {
		t.Errorf("without: %v", err)
	}
	p, err := Make(Options{FS: tree, Values: map[string]string{"image": "nginx", "color": "red"}})
	if err != nil {
		t.Fatal(err)
	}
	pickle := p.Pickles[0]
	web := ManifestsOf(pickle)[0].Manifest.Docs[0].Object.Object
	if spec, is := web["spec"].(map[string]any); !is || spec["replicas"] != int64(3) {
		t.Errorf("the value is not in the manifest: %v", web)
	}
	if text := pickle.Steps[5].Text; text != `deployment "web" has 3 ready replicas` {
		t.Errorf("step: %s", text)
	}
	if text := pickle.Steps[4].Argument.DocString.Text; !strings.Contains(text, "ip: $(value:ip), color: blue") {
		t.Errorf("doc string: %s", text)
	}
	if text := string(ManifestsOf(pickle)[0].Manifest.Text); text != valuesManifest {
		t.Errorf("the text of the manifest, which bundles store, was changed: %s", text)
	}
}
