package plan

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/gherkind/gherkind/scenarios/cluster"
)

// TestLoadedImagesAreNotPulled: imagePullPolicy Always for a loaded image is found before the run, in any object with a pod spec.
// An external cluster may pull it.
func TestLoadedImagesAreNotPulled(t *testing.T) {
	tree := fstest.MapFS{"features/a.feature": {Data: []byte(`Feature: Shop
  Scenario: It runs
    When the manifest "shop.yaml" is applied
    And this manifest is applied:
      """
      apiVersion: v1
      kind: Pod
      metadata: {name: own}
      spec: {containers: [{name: app, image: shop, imagePullPolicy: Always}]}
      """
`)}, "manifests/shop.yaml": {Data: []byte(`apiVersion: v1
kind: Pod
metadata: {name: fine}
spec: {containers: [{name: app, image: shop, imagePullPolicy: IfNotPresent}, {name: web, image: nginx, imagePullPolicy: Always}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: shop}
spec:
  selector: {matchLabels: {app: shop}}
  template:
    metadata: {labels: {app: shop}}
    spec: {initContainers: [{name: init, image: shop, imagePullPolicy: Always}], containers: [{name: app, image: shop}]}
`)}}
	images := []cluster.Image{{Name: "shop", Build: "."}}
	_, err := Make(Options{FS: tree, Cluster: cluster.Options{Images: images}})
	if err == nil {
		t.Fatal("taken")
	}
	for _, want := range []string{
		`features/a.feature:3: manifests/shop.yaml:6: Deployment shop: container "init" pulls the image "shop" (imagePullPolicy: Always), which is loaded into the nodes and in no registry`,
		`features/a.feature:6: Pod own: container "app" pulls`, "write IfNotPresent", "2 problems",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("no %q in\n%v", want, err)
		}
	}
	if _, err := Make(Options{FS: tree, Cluster: cluster.Options{Images: images, Context: "theirs"}}); err != nil {
		t.Errorf("on an external cluster: %v", err)
	}
}
