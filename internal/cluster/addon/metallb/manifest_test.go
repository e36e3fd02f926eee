package metallb

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

// original returns the manifest of the pinned version.
func original(t *testing.T) (manifest []byte, version string) {
	t.Helper()
	s, err := metallb().Find(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	manifest, err = os.ReadFile(filepath.Join(s.Dir, "config/manifests/metallb-native.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return manifest, s.Version
}

func workloads(t *testing.T, manifest string) (controller appsv1.Deployment, speaker appsv1.DaemonSet, others []string) {
	t.Helper()
	for doc := range strings.SplitSeq(manifest, "\n---\n") {
		var err error
		switch {
		case strings.Contains(doc, "\nkind: Deployment\n"):
			err = yaml.UnmarshalStrict([]byte(doc), &controller)
		case strings.Contains(doc, "\nkind: DaemonSet\n"):
			err = yaml.UnmarshalStrict([]byte(doc), &speaker)
		default:
			others = append(others, strings.TrimSpace(doc))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	return controller, speaker, others
}

func TestEditedManifestOfTheNestedModule(t *testing.T) {
	manifest, version := original(t)
	_, _, before := workloads(t, string(manifest))
	for _, image := range []string{"", "gherkind.local/metallb:v1-x"} {
		e := edited{image: image}
		text, err := e.edit(manifest)
		if err != nil {
			t.Fatal(err)
		}
		controller, speaker, others := workloads(t, text)
		if !slices.Equal(others, before) {
			t.Error("the other documents have changed")
		}
		c, s := controller.Spec.Template.Spec, speaker.Spec.Template.Spec
		checkContainer(t, c.Containers[0], "controller", image, version)
		checkContainer(t, s.Containers[0], "speaker", image, version)
		if !slices.Equal(e.images, []string{c.Containers[0].Image, s.Containers[0].Image}) {
			t.Errorf("images: %q", e.images)
		}
		if _, chosen := c.NodeSelector[controlPlaneLabel]; !chosen || c.NodeSelector["kubernetes.io/os"] != "linux" {
			t.Errorf("node selector of the controller: %v", c.NodeSelector)
		}
		if len(s.Tolerations) != 1 || s.Tolerations[0] != (corev1.Toleration{Operator: corev1.TolerationOpExists}) {
			t.Errorf("tolerations of the speakers: %v", s.Tolerations)
		}
	}
}

func checkContainer(t *testing.T, c corev1.Container, name, image, version string) {
	t.Helper()
	if !slices.Contains(c.Args, "--lb-class=metallb") || !slices.Contains(c.Args, "--port=7472") {
		t.Errorf("%s: args %q", name, c.Args)
	}
	want, command := image, []string{"/" + name}
	if image == "" {
		want, command = "quay.io/metallb/"+name+":"+version, nil
	}
	if c.Image != want || !slices.Equal(c.Command, command) {
		t.Errorf("%s runs %q of %s", name, c.Command, c.Image)
	}
}

func TestStrangeManifestsAreRefused(t *testing.T) {
	const pod = "\nspec: {template: {spec: {containers: [{name: c}]}}}\n"
	for manifest, want := range map[string]string{
		"kind: Namespace": "0 workloads",
		"kind: Deployment\nmetadata: {name: controller}" + pod: "1 workloads",
		"kind: Deployment\nmetadata: {name: manager}" + pod:    `"manager" with 1 containers instead of the controller`,
		"kind: DaemonSet\nmetadata: {name: speaker}":           `"speaker" with 0 containers`,
		"kind: [":                    "read MetalLB's manifest",
		"kind: Deployment\nspec: []": "read MetalLB's manifest",
	} {
		if _, err := new(edited).edit([]byte(manifest)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", manifest, err, want)
		}
	}
}
