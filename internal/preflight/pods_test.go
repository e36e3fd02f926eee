package preflight

import (
	"strings"
	"testing"

	corev1 "k8s.io/api/core/v1"
	quantity "k8s.io/apimachinery/pkg/api/resource"

	"github.com/gherkind/gherkind/internal/doctor"
)

// nodeWith returns a node with images and an amount of CPU.
func nodeWith(cpu string, images ...string) corev1.Node {
	n := corev1.Node{Status: corev1.NodeStatus{Allocatable: corev1.ResourceList{corev1.ResourceCPU: quantity.MustParse(cpu)}}}
	for _, image := range images {
		n.Status.Images = append(n.Status.Images, corev1.ContainerImage{Names: []string{image}})
	}
	return n
}

func podWith(cpu, image string) podOf {
	c := corev1.Container{Image: image}
	c.Resources.Requests = corev1.ResourceList{corev1.ResourceCPU: quantity.MustParse(cpu)}
	return podOf{PodSpec: corev1.PodSpec{Containers: []corev1.Container{c}}, place: "a.yaml:1"}
}

// TestWhatNodesLack: it is enough if one node fits; without nodes, there are neither images nor room.
func TestWhatNodesLack(t *testing.T) {
	for name, c := range map[string]struct {
		pod          podOf
		nodes        []corev1.Node
		image, space string // "" if nothing is lacking
	}{
		"one node has both":         {podWith("1", "nginx"), []corev1.Node{nodeWith("500m"), nodeWith("2", "docker.io/library/nginx:latest")}, "", ""},
		"it is on another node":     {podWith("1", "nginx"), []corev1.Node{nodeWith("2"), nodeWith("500m", "docker.io/library/nginx:latest")}, "", ""},
		"another tag":               {podWith("1", "nginx:1"), []corev1.Node{nodeWith("2", "docker.io/library/nginx:latest")}, "no node has the image nginx:1", ""},
		"no node is large enough":   {podWith("3", "nginx"), []corev1.Node{nodeWith("2", "docker.io/library/nginx:latest"), nodeWith("1")}, "", "no node has the cpu (3)"},
		"a resource no node has":    {podWith("1", "nginx"), []corev1.Node{{Status: corev1.NodeStatus{Images: nodeWith("1", "docker.io/library/nginx:latest").Status.Images}}}, "", "no node has the cpu (1)"},
		"there are no nodes at all": {podWith("1", "nginx"), nil, "no node has the image nginx", "there is no node"},
	} {
		for about, got := range map[string][]doctor.Finding{c.image: images([]podOf{c.pod}, c.nodes), c.space: room([]podOf{c.pod}, c.nodes)} {
			if about == "" {
				continue
			}
			if len(got) != 1 || got[0].Status != doctor.Warning || !strings.Contains(got[0].Says, about) {
				t.Errorf("%s: %+v, want %q", name, got, about)
			}
		}
		if got := images([]podOf{c.pod}, c.nodes); c.image == "" && (len(got) != 1 || got[0].Status != doctor.OK) {
			t.Errorf("%s: %+v", name, got)
		}
		if got := room([]podOf{c.pod}, c.nodes); c.space == "" && (len(got) != 1 || got[0].Status != doctor.OK) {
			t.Errorf("%s: %+v", name, got)
		}
	}
}
