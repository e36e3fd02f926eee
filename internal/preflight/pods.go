package preflight

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"

	corev1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	resourcehelper "k8s.io/component-helpers/resource"

	"github.com/gherkind/gherkind/internal/cluster/simulated"
	"github.com/gherkind/gherkind/internal/doctor"
	"github.com/gherkind/gherkind/internal/explain"
	"github.com/gherkind/gherkind/internal/plan"
	"github.com/gherkind/gherkind/internal/words"
)

// podOf is a pod that an object would create, and the position of its spec.
type podOf struct {
	corev1.PodSpec
	place string
}

// podSpecs has the path of the pod spec, for the kinds that have one.
var podSpecs = map[string][]string{
	"Pod": {"spec"}, "Deployment": {"spec", "template", "spec"}, "StatefulSet": {"spec", "template", "spec"}, "DaemonSet": {"spec", "template", "spec"},
	"ReplicaSet": {"spec", "template", "spec"}, "ReplicationController": {"spec", "template", "spec"}, "Job": {"spec", "template", "spec"},
	"CronJob": {"spec", "jobTemplate", "spec", "template", "spec"},
}

// pods returns the pods that the objects of the scenarios would create.
func pods(ctx context.Context, p *plan.Plan, c Cluster) ([]podOf, error) {
	var all []podOf
	for _, d := range documents(p) {
		path, has := podSpecs[d.Object.GetKind()]
		if !has {
			continue
		}
		obj, err := rendered(ctx, c, d)
		if err != nil {
			return nil, err
		}
		if obj == nil {
			continue
		}
		spec, is, err := unstructured.NestedMap(obj.Object, path...)
		if err != nil || !is {
			continue // the API server has rejected it
		}
		one := podOf{place: d.manifest.At(d.Document)}
		data, err := json.Marshal(spec)
		if err == nil {
			err = json.Unmarshal(data, &one.PodSpec)
		}
		if err == nil { // otherwise the API server has rejected it
			all = append(all, one)
		}
	}
	return all, nil
}

// mostListed is the default of the kubelet's nodeStatusMaxImages: how many images a node lists.
const mostListed = 50

// onNodes checks whether the nodes have the images and the resources for the pods of the scenarios.
func onNodes(ctx context.Context, p *plan.Plan, c Cluster) ([]doctor.Finding, error) {
	all, err := pods(ctx, p, c)
	if err != nil {
		return nil, err
	}
	list, err := c.Client.Typed().CoreV1().Nodes().List(ctx, metav1.ListOptions{})
	if err != nil {
		return nil, fmt.Errorf("ask what the nodes have: %w", err)
	}
	nodes := simulated.Real(list.Items)
	return slices.Concat(images(all, nodes), room(all, nodes)), nil
}

// images finds images that no node has.
func images(all []podOf, nodes []corev1.Node) []doctor.Finding {
	present, listed := map[string]bool{}, true
	for _, n := range nodes {
		listed = listed && len(n.Status.Images) < mostListed
		for _, image := range n.Status.Images {
			for _, each := range image.Names {
				present[explain.FullImage(each)] = true
			}
		}
	}
	absent := map[string]string{} // the position of the first pod with the image
	known := map[string]bool{}
	for _, pod := range all {
		for _, container := range slices.Concat(pod.InitContainers, pod.Containers) {
			known[container.Image] = true
			if _, told := absent[container.Image]; container.Image != "" && !told && !present[explain.FullImage(container.Image)] {
				absent[container.Image] = pod.place
			}
		}
	}
	var found []doctor.Finding
	for _, image := range slices.Sorted(maps.Keys(absent)) {
		one := doctor.Finding{Subject: "images", Status: doctor.Warning, Says: fmt.Sprintf("%s: no node has the image %s, so that nodes must pull it", absent[image], image),
			Fix: "see to it that the nodes reach its registry, or load it; a scenario may want just that"}
		if !listed {
			one.Says += " (or has it, and lists only its largest images)"
		}
		found = append(found, one)
	}
	if found == nil && len(known) > 0 {
		found = append(found, doctor.Finding{Subject: "images", Status: doctor.OK, Says: words.Times("image", len(known)) + ": all are on nodes"})
	}
	return found
}

// room finds pods that request more than any node has.
func room(all []podOf, nodes []corev1.Node) []doctor.Finding {
	var found []doctor.Finding
	if len(nodes) == 0 && len(all) > 0 {
		return []doctor.Finding{{Subject: "room", Status: doctor.Warning, Says: "there is no node for " + words.Times("pod", len(all)), Fix: "add a node to the cluster"}}
	}
	for _, pod := range all {
		asks := resourcehelper.PodRequests(&corev1.Pod{Spec: pod.PodSpec}, resourcehelper.PodResourcesOptions{})
		if lacking := lacks(asks, nodes); lacking != "" {
			found = append(found, doctor.Finding{Subject: "room", Status: doctor.Warning, Says: fmt.Sprintf("%s: no node has the %s that a pod asks for", pod.place, lacking),
				Fix: "ask for less, or use larger nodes; a scenario may want just that"})
		}
	}
	if found == nil && len(all) > 0 {
		found = append(found, doctor.Finding{Subject: "room", Status: doctor.OK, Says: words.Times("pod", len(all)) + ": each fits on an empty node"})
	}
	return found
}

// lacks returns the first resource of which a pod requests more than a node has, according to the last node checked; "" if a node
// has enough.
func lacks(asks corev1.ResourceList, nodes []corev1.Node) string {
	text := ""
	for _, n := range nodes {
		text = lackedBy(asks, n)
		if text == "" {
			return ""
		}
	}
	return text
}

func lackedBy(asks corev1.ResourceList, n corev1.Node) string {
	for _, of := range slices.Sorted(maps.Keys(asks)) {
		want, has := asks[of], n.Status.Allocatable[of]
		if want.Cmp(has) > 0 {
			return fmt.Sprintf("%s (%s)", of, want.String())
		}
	}
	return ""
}
