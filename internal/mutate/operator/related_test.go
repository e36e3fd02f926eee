package operator

import (
	"slices"
	"testing"
)

func TestRelated(t *testing.T) {
	docs, err := documents([]byte(`apiVersion: v1
kind: Service
metadata: {name: front}
spec: {selector: {app: web}}
---
apiVersion: v1
kind: Pod
metadata: {name: web, labels: {app: web}}
spec: {volumes: [{name: page, configMap: {name: pages}}], containers: [{name: client, image: nginx}]}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: pages}
---
apiVersion: v1
kind: Pod
metadata: {name: client, annotations: {beside: web}}
spec: {containers: [{name: ctr, image: nginx}]}
---
apiVersion: v1
kind: Pod
metadata: {name: other}
spec: {containers: [{name: ctr, image: busybox}]}
`))
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{{"front", "web"}, {"web", "front", "pages", "client"}, {"pages", "web"}, {"client", "web"}, {"other"}}
	for i, obj := range objects(docs) {
		if got := obj.Related(); !slices.Equal(got, want[i]) {
			t.Errorf("%s: %q, want %q", obj.Name, got, want[i])
		}
	}
}
