package explain

import (
	"regexp"
	"slices"
	"strings"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// PodConfigError is a code; its meaning is in podConfigErrorDoc.
const PodConfigError = "POD_CONFIG_ERROR"

var podConfigErrorDoc = Code{
	Code:    PodConfigError,
	Meaning: "A container cannot be created or started as specified: a ConfigMap, Secret or key is missing, or a command is not in the image.",
	Example: `container "web" needs ConfigMap "settings", which does not exist`,
}

// podConfigError reports containers that the kubelet or the runtime cannot create or start with their configuration.
func podConfigError(p podCase) []finding {
	var out []finding
	for _, c := range p.containers {
		reason, message := p.startError(c)
		if message == "" && reason == "" {
			continue
		}
		sentence, hint := p.judgeConfig(c, message)
		out = append(out, finding{
			Code:     PodConfigError,
			Sentence: sentence,
			Hint:     hint,
			Evidence: append([]string{p.describe(c)}, p.eventLines(c, "Failed", "FailedPostStartHook")...),
		})
	}
	return out
}

// startError returns the kubelet's reason and message for a container that could not be created or started, now or at its last
// attempt.
func (p podCase) startError(c container) (reason, message string) {
	reason, message = c.waitingFor()
	switch reason {
	case "CreateContainerConfigError", "CreateContainerError", "RunContainerError",
		"PreCreateHookError", "PreStartHookError", "PostStartHookError":
		return reason, message
	}
	if t := c.lastEnd(); t != nil && p.counts(c) && (t.Reason == "StartError" || t.Reason == "ContainerCannotRun") {
		return t.Reason, t.Message
	}
	if line := p.execLine(c); line != "" {
		return "StartError", line
	}
	if p.hookFailed(c) {
		return "PostStartHookError", hookHasFailed
	}
	return "", ""
}

// hookHasFailed replaces the message, which does not exist in this case.
const hookHasFailed = "its postStart hook failed"

// hookFailed reports whether the kubelet ended the container's last run because its postStart hook failed. The container's
// status does not show that.
func (p podCase) hookFailed(c container) bool {
	e := latest(p.eventsAbout(c), withReason("FailedPostStartHook"))
	return e != nil && !c.well() && !e.last.Before(c.startedAt())
}

var (
	missingObject = regexp.MustCompile(`(?i)\b(configmap|secret|persistentvolumeclaim|serviceaccount) "([^"]+)" not found`)
	missingKey    = regexp.MustCompile(`couldn't find key (\S+) in (ConfigMap|Secret) ([^/\s]+)/(\S+)`)
	badCommand    = regexp.MustCompile(`exec: "([^"]+)": (.*)$`)
	// runc creates a missing working directory, but cannot do so below a file
	fileInDirectory = regexp.MustCompile(`mkdir (/\S+): not a directory`)
	badDirectory    = regexp.MustCompile(`chdir to cwd \("([^"]+)"\)`)
)

func (p podCase) judgeConfig(c container, message string) (sentence, hint say.Text) {
	if m := missingObject.FindStringSubmatch(message); m != nil {
		kind := kindOfWord(m[1])
		return say.Textf("%s needs %s %q, which does not exist", c, kind, quote(m[2])),
			p.missingHint(kind, m[2])
	}
	if m := missingKey.FindStringSubmatch(message); m != nil {
		return say.Textf("%s needs key %q of %s %q, which has no such key", c, quote(m[1]), m[2], quote(m[4])),
			p.keyHint(m[2], m[4])
	}
	if m := badDirectory.FindStringSubmatch(message); m != nil {
		return say.Textf("%s cannot start: its workingDir %q is not there", c, quote(m[1])), say.Textf("correct workingDir")
	}
	if m := fileInDirectory.FindStringSubmatch(message); m != nil && strings.HasPrefix(c.WorkingDir, m[1]+"/") {
		return say.Textf("%s cannot start: its workingDir %q leads through %s, which is a file", c, quote(c.WorkingDir), quote(m[1])),
			say.Textf("correct workingDir")
	}
	if m := badMount.FindStringSubmatch(message); m != nil {
		return p.mounted(c, m[1])
	}
	if m := execFailed.FindStringSubmatch(message); m != nil {
		return say.Textf("%s cannot start: exec %s: %s", c, quote(m[1]), m[2]), p.execHint(c, m[1], m[2])
	}
	if m := badCommand.FindStringSubmatch(message); m != nil {
		return say.Textf("%s cannot start: command %q: %s", c, quote(m[1]), quote(m[2])), p.execHint(c, m[1], m[2])
	}
	if message == hookHasFailed {
		return say.Textf("%s cannot start: its postStart hook failed", c), say.Textf("look at the container's command, environment and securityContext")
	}
	message, _, _ = strings.Cut(message, " (pod: ") // the kubelet repeats the name of the pod
	reason, _ := p.startError(c)
	return say.Textf("%s cannot start: %s", c, firstNonEmpty(lastPart(message), reason)),
		say.Textf("look at the container's command, environment and securityContext")
}

// kindOfWord returns a kind in the spelling of manifests: "configmap" → "ConfigMap".
func kindOfWord(word string) string {
	for _, kind := range []string{"ConfigMap", "Secret", kindClaim, "ServiceAccount"} {
		if strings.EqualFold(kind, word) {
			return kind
		}
	}
	return word
}

// missingHint suggests similar names that exist, if these are known.
func (p podCase) missingHint(kind, name string) say.Text {
	hint := say.Textf("create the %s, or correct its name", kind)
	if near := nearest(name, p.namesOf(kind, p.pod.Namespace)); len(near) > 0 {
		hint = say.Textf("%s; there is %s", hint, names(near))
	}
	return hint
}

func (p podCase) keyHint(kind, name string) say.Text {
	hint := say.Textf("add the key, or correct its name")
	o := p.get(kind, p.pod.Namespace, name)
	if o == nil {
		return hint
	}
	if keys := keysOf(o); len(keys) > 0 {
		return say.Textf("%s; it has %s", hint, names(keys))
	}
	return say.Textf("%s; it is empty", hint)
}

func keysOf(o *unstructured.Unstructured) []string {
	var keys []string
	for _, field := range []string{"data", "binaryData"} {
		m, ok := o.Object[field].(map[string]any)
		if !ok {
			continue
		}
		for k := range m {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	return keys
}
