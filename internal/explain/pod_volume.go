package explain

import (
	"regexp"
	"strings"

	corev1 "k8s.io/api/core/v1"

	"github.com/gherkind/gherkind/internal/say"
)

// PodVolumePending is a code; its meaning is in podVolumePendingDoc.
const PodVolumePending = "POD_VOLUME_PENDING"

var podVolumePendingDoc = Code{
	Code:    PodVolumePending,
	Meaning: "A volume cannot be attached or mounted: its ConfigMap, Secret or claim is missing, or its storage fails.",
	Example: `volume "config" needs ConfigMap "settings", which does not exist`,
}

var (
	volumeName   = regexp.MustCompile(`volume "([^"]+)"`)
	mountMessage = regexp.MustCompile(`(?s)^(?:MountVolume|AttachVolume|MapVolume)\.\S+ failed for volume "[^"]+" : (.*)$`)
	// lateReceived is what a kubelet says of a ConfigMap or Secret that it has not received from the API server in time; of one that
	// does not exist it says `not found`. It tries again until it has it
	// (https://github.com/kubernetes/kubernetes/blob/master/pkg/kubelet/util/manager/watch_based_manager.go).
	lateReceived = regexp.MustCompile(`failed to sync (?:configmap|secret) cache: timed out waiting for the condition|object "[^"]*"/"[^"]*" not registered`)
	absentKey    = regexp.MustCompile(`references non-existent (config|secret) key: (\S+)`)
)

// LateKubelet returns the part of a text by which a kubelet says that it has not received an object in time, "" if there is none.
func LateKubelet(text string) string { return lateReceived.FindString(text) }

// podVolumePending reports volumes that cannot be attached or mounted, for a pod none of whose containers has started and for
// which no image has been pulled since: that requires all volumes, so the events would be outdated.
func podVolumePending(p podCase) []finding {
	if p.pod.Spec.NodeName == "" || p.over() || p.anyStarted() {
		return nil
	}
	out := p.claimsNotBound()
	seen := map[string]bool{}
	for i := len(p.events) - 1; i >= 0; i-- {
		e := p.events[i]
		if e.reason != "FailedMount" && e.reason != "FailedAttachVolume" {
			continue
		}
		if p.passedAfter(e) {
			break // so are all older ones
		}
		name := nameIn(volumeName, e.message)
		summary := mountMessage.FindStringSubmatch(e.message) == nil
		if seen[name] || (summary && len(out) > 0) {
			continue // the kubelet's summary ("unable to attach or mount volumes …") adds nothing
		}
		seen[name] = true
		out = append(out, p.volumeFinding(name, e))
	}
	return out
}

func (p podCase) volumeFinding(name string, e event) finding {
	f := finding{
		Code:     PodVolumePending,
		Hint:     say.Textf("look at the volume's source in the pod's spec.volumes"),
		Evidence: []string{e.line(p.Now)},
	}
	message := e.message
	if m := mountMessage.FindStringSubmatch(message); m != nil {
		message = m[1]
	}
	if _, output, ok := strings.Cut(message, "Output: "); ok {
		message = strings.TrimSpace(output) // of the mount command, after its long command line
	}
	source := p.sourceOf(name)
	switch missing := missingObject.FindStringSubmatch(message); {
	case missing != nil:
		kind := kindOfWord(missing[1])
		f.Sentence = say.Textf("volume %q needs %s %q, which does not exist", quote(name), kind, quote(missing[2]))
		f.Hint = p.missingHint(kind, missing[2])
	case absentKey.MatchString(message):
		f.Sentence = say.Textf("volume %q needs key %q of %s, which has no such key",
			quote(name), quote(absentKey.FindStringSubmatch(message)[2]), source)
		f.Hint = say.Textf("add the key, or correct spec.volumes[].items")
	case LateKubelet(message) != "":
		f.Sentence = say.Textf("volume %q (%s) waits for the kubelet of node %s: %s", quote(name), source, quote(p.pod.Spec.NodeName), quote(message))
		f.Hint = say.Textf("the kubelet has not received the object from the API server yet, and tries again: wait longer, or look at the load of the node")
	case name == "":
		f.Sentence = say.Textf("a volume cannot be mounted: %s", quote(message))
	default:
		f.Sentence = say.Textf("volume %q (%s) cannot be mounted: %s", quote(name), source, quote(message))
	}
	return f
}

// sourceOf describes the source of a volume: `ConfigMap "settings"`.
func (p podCase) sourceOf(name string) say.Text {
	for _, v := range p.pod.Spec.Volumes {
		if v.Name != name {
			continue
		}
		switch {
		case v.ConfigMap != nil:
			return say.Textf("ConfigMap %q", quote(v.ConfigMap.Name))
		case v.Secret != nil:
			return say.Textf("Secret %q", quote(v.Secret.SecretName))
		case v.PersistentVolumeClaim != nil:
			return say.Textf("PersistentVolumeClaim %q", quote(v.PersistentVolumeClaim.ClaimName))
		case v.HostPath != nil:
			return say.Textf("hostPath %s", quote(v.HostPath.Path))
		case v.NFS != nil:
			return say.Textf("NFS %s:%s", quote(v.NFS.Server), quote(v.NFS.Path))
		}
		return say.Textf("of the pod")
	}
	return say.Textf("made by the cluster")
}

// anyStarted reports whether a container of the pod runs or has run.
func (p podCase) anyStarted() bool {
	for _, c := range p.containers {
		if c.status.State.Running != nil || c.lastEnd() != nil || c.status.ContainerID != "" {
			return true
		}
	}
	return conditionOf(p.pod.Status.Conditions, corev1.ContainersReady) == corev1.ConditionTrue
}

func nameIn(r *regexp.Regexp, text string) string {
	if m := r.FindStringSubmatch(text); m != nil {
		return m[1]
	}
	return ""
}
