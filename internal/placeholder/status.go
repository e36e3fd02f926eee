package placeholder

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/gherkind/gherkind/internal/words"
	"github.com/gherkind/gherkind/steps/step"
)

// Status is a pod's STATUS column of kubectl get pods.
type Status string

// Statuses are the words that kubectl prints, from the server's table
// printer (printPod) and the waiting and terminated reasons of the kubelet.
var Statuses = []string{
	"Pending", "Running", "Succeeded", "Failed", "Unknown", "Completed", "Error", "Evicted", "Terminating",
	"ContainerCreating", "PodInitializing", "SchedulingGated", "NotReady", "NodeLost", "NodeAffinity",
	"CrashLoopBackOff", "ErrImagePull", "ImagePullBackOff", "ErrImageNeverPull", "InvalidImageName",
	"CreateContainerConfigError", "CreateContainerError", "RunContainerError", "StartError",
	"OOMKilled", "ContainerStatusUnknown", "ContainerCannotRun", "DeadlineExceeded", "OutOfcpu", "OutOfmemory",
	"UnexpectedAdmissionError", "PreStopHookError", "PostStartHookError", "ImageInspectError", "RegistryUnavailable",
}

var patternStatus = regexp.MustCompile(`^(Init:\d+/\d+|Init:(ExitCode|Signal):\d+|(ExitCode|Signal):\d+)$`)

func parseStatus(text string, _ step.Place) (any, error) {
	if patternStatus.MatchString(text) {
		return Status(text), nil
	}
	word := strings.TrimPrefix(text, "Init:")
	for _, known := range Statuses {
		if word == known {
			return Status(text), nil
		}
	}
	if near := words.Nearest(word, Statuses); near != "" {
		return nil, fmt.Errorf("did you mean %s?", near)
	}
	return nil, errors.New("use a word of kubectl's STATUS column, such as Running, Pending, Init:0/2, CrashLoopBackOff or OOMKilled")
}

// guessStatus is the status that a writer meant, for suggestions.
func guessStatus(text string) (string, bool) {
	if _, err := parseStatus(text, step.Place{}); err == nil {
		return text, true
	}
	near := words.Nearest(text, Statuses)
	return near, near != ""
}

// guessKind says that a word may be a kind, for suggestions: any that does not make sentences.
func guessKind(text string) (string, bool) {
	return text, !slices.Contains(noKinds, strings.ToLower(text))
}

var noKinds = strings.Fields("a an the i we it is are be has have all every no not in on at to for and then when given kubectl wait " +
	"these those there this " +
	"sleep run running apply create delete scale throughout container containers log logs label labels event events status")
