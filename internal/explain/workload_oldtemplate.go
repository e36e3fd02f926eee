package explain

import (
	"fmt"

	appsv1 "k8s.io/api/apps/v1"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// oldTemplate reports a StatefulSet that is stuck at a pod of an earlier template: it replaces pods one after the other, and
// does not replace one that is not ready. That pod's own findings come after this one, since the new template may already fix
// them.
func (x *index) oldTemplate(o *unstructured.Unstructured, pods []*unstructured.Unstructured) []finding {
	if nameOf(o).Kind != kindStatefulSet {
		return nil
	}
	ss, err := read[appsv1.StatefulSet](o)
	update := ""
	if err == nil {
		update = ss.Status.UpdateRevision
	}
	if update == "" || partial(ss) || ss.Spec.PodManagementPolicy == appsv1.ParallelPodManagement || behind(o) {
		return nil
	}
	for _, pod := range pods {
		p, revision := x.podOf(pod), pod.GetLabels()[appsv1.StatefulSetRevisionLabel]
		if p.err != nil || revision == "" || revision == update || p.pod.DeletionTimestamp != nil || p.over() || p.ready() {
			continue
		}
		return []finding{{
			Code: WorkloadStuck,
			Sentence: say.Textf("%s: pod %q is still of an earlier template and not ready, and is not replaced until it is",
				describeName(o), pod.GetName()),
			Hint: say.Textf("delete pod %q: the next one is made from the present template", pod.GetName()),
			Evidence: []string{fmt.Sprintf("%s %s: %s; %s status.updateRevision: %s", pathOf(pod),
				appsv1.StatefulSetRevisionLabel, revision, pathOf(o), update)},
		}}
	}
	return nil
}
