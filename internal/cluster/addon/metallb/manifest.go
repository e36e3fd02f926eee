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

// loadBalancerClass is the class that a service names to get its address from
// MetalLB. A service without a class stays as it would be without the add-on.
const loadBalancerClass = "metallb"

// controlPlaneLabel marks control planes, as kubeadm sets it.
const controlPlaneLabel = "node-role.kubernetes.io/control-plane"

// edited is MetalLB's own manifest, made fit for a cluster of scenarios.
type edited struct {
	image  string   // that has both programs; "" for the published images
	images []string // that run, as found while editing
	found  int      // workloads
}

// edit changes the two workloads of the manifest; all other documents stay as
// they are, to the letter.
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
		// Scenarios taint nodes, and evict what does not tolerate it.
		d.Spec.Template.Spec.Tolerations = []corev1.Toleration{{Operator: corev1.TolerationOpExists}}
		return yaml.Marshal(d)
	}
	return doc, nil
}

// pod changes what both programs have in common.
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

// probeOften finds out soon that a program is ready, and does not give up one
// that has to wait for a processor.
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

// onControlPlane keeps the controller off the nodes that scenarios stop, and
// that business pods are counted on.
func onControlPlane(pod *corev1.PodSpec) {
	if pod.NodeSelector == nil {
		pod.NodeSelector = map[string]string{}
	}
	pod.NodeSelector[controlPlaneLabel] = ""
	pod.Tolerations = append(pod.Tolerations, corev1.Toleration{Key: controlPlaneLabel, Operator: corev1.TolerationOpExists, Effect: corev1.TaintEffectNoSchedule})
}
