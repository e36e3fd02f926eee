package metallb

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	appsv1 "k8s.io/api/apps/v1"
	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	yamlreader "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

// loadBalancerClass is the class of services that get their address from MetalLB. A service without a class is not affected by
// the add-on.
const loadBalancerClass = "metallb"

// controlPlaneLabel marks control planes, as kubeadm sets it.
const controlPlaneLabel = "node-role.kubernetes.io/control-plane"

// edited is MetalLB's own manifest, adapted to clusters for scenarios.
type edited struct {
	image  string   // the image with both programs; "" for the published images
	images []string // the images used, found while editing
	found  int      // number of workloads found
}

// edit changes the two workloads of the manifest. All other documents are kept, byte for byte.
func (e *edited) edit(manifest []byte) (string, error) {
	var out []string
	reader := yamlreader.NewYAMLReader(bufio.NewReader(bytes.NewReader(manifest)))
	for {
		doc, err := reader.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err == nil {
			doc, err = e.document(doc)
		}
		if err != nil {
			return "", fmt.Errorf("read MetalLB's manifest: %w", err)
		}
		out = append(out, string(doc))
	}
	if e.found != 2 {
		return "", fmt.Errorf("read MetalLB's manifest: it has %d workloads and not a controller and a speaker", e.found)
	}
	return strings.Join(out, "\n---\n"), nil
}

func (e *edited) document(doc []byte) ([]byte, error) {
	var kind metav1.TypeMeta
	if err := yaml.Unmarshal(doc, &kind); err != nil {
		return nil, err
	}
	switch kind.Kind {
	case "Deployment":
		var d appsv1.Deployment
		if err := yaml.Unmarshal(doc, &d); err != nil {
			return nil, err
		}
		if err := e.pod(d.Name, "controller", &d.Spec.Template.Spec); err != nil {
			return nil, err
		}
		onControlPlane(&d.Spec.Template.Spec)
		return yaml.Marshal(d)
	case "DaemonSet":
		var d appsv1.DaemonSet
		if err := yaml.Unmarshal(doc, &d); err != nil {
			return nil, err
		}
		if err := e.pod(d.Name, "speaker", &d.Spec.Template.Spec); err != nil {
			return nil, err
		}
		// Scenarios taint nodes, and evict pods that do not tolerate it.
		d.Spec.Template.Spec.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
		return yaml.Marshal(d)
	}
	return doc, nil
}

// pod makes the changes that both programs need.
func (e *edited) pod(name, want string, pod *corev1.PodSpec) error {
	if name != want || len(pod.Containers) != 1 {
		return fmt.Errorf("%q with %d containers instead of the %s with one", name, len(pod.Containers), want)
	}
	e.found++
	c := &pod.Containers[0]
	c.Args = append(c.Args, "--lb-class="+loadBalancerClass)
	if e.image != "" {
		c.Image, c.Command = e.image, []string{"/" + name}
	}
	e.images = append(e.images, c.Image)
	probeOften(c)
	return nil
}

// probeOften makes the readiness probe notice quickly that a program is ready, and gives a slow machine more time.
func probeOften(c *corev1.Container) {
	if c.ReadinessProbe != nil {
		c.ReadinessProbe.InitialDelaySeconds, c.ReadinessProbe.PeriodSeconds, c.ReadinessProbe.FailureThreshold = 1, 1, 10
	}
	for _, probe := range []*corev1.Probe{c.ReadinessProbe, c.LivenessProbe} {
		if probe != nil {
			probe.TimeoutSeconds = 5
		}
	}
}

// onControlPlane keeps the controller off the worker nodes, which scenarios stop, and on which they count pods.
func onControlPlane(pod *corev1.PodSpec) {
	if pod.NodeSelector == nil {
		pod.NodeSelector = map[string]string{}
	}
	pod.NodeSelector[controlPlaneLabel] = ""
	pod.Tolerations = append(pod.Tolerations, corev1.Toleration{Key: controlPlaneLabel, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule})
}
