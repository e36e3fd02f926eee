package explain

// Why says what keeps the subject from being up and ready, the deepest cause
// first. The result is empty when nothing is wrong, and also for a kind that has no
// pods behind it and no rules of its own here.
//
// A container that is well again is mentioned as long as its last end is at most
// ten minutes old, the time after which the kubelet forgets a crash loop too.
func Why(f Facts, s Subject) []Finding {
	x := newIndex(f)
	object := x.get(s.Kind, s.Namespace, s.Name)
	if object == nil {
		return x.missing(s)
	}
	switch s.Kind {
	case kindPod:
		return x.podOf(object).findings(everything)
	case kindService:
		return x.service(object)
	case kindClaim:
		return x.claim(object)
	case kindNode:
		return x.node(object)
	}
	return x.workload(object)
}

// The kinds that are read here.
const (
	kindPod         = "Pod"
	kindNode        = "Node"
	kindEvent       = "Event"
	kindClaim       = "PersistentVolumeClaim"
	kindService     = "Service"
	kindSlice       = "EndpointSlice"
	kindDeployment  = "Deployment"
	kindReplicaSet  = "ReplicaSet"
	kindStatefulSet = "StatefulSet"
	kindDaemonSet   = "DaemonSet"
	kindJob         = "Job"
)
