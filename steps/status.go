package steps

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/agnivade/levenshtein"

	"github.com/gherkind/gherkind/steps/step"
)

// Status is a pod's STATUS column of kubectl get pods.
type Status string

// knownStatuses are the words that kubectl prints, from the server's table
// printer (printPod) and the waiting and terminated reasons of the kubelet.
var knownStatuses = []string{
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
	for _, known := range knownStatuses {
		if word == known {
			return Status(text), nil
		}
	}
	if near := nearestWord(word, knownStatuses); near != "" {
		return nil, fmt.Errorf("did you mean %s?", near)
	}
	return nil, errors.New("use a word of kubectl's STATUS column, such as Running, Pending, Init:0/2, CrashLoopBackOff or OOMKilled")
}

// nearestWord is the known word that differs least, if it differs by no more
// than a third.
func nearestWord(word string, known []string) string {
	best, distance := "", len(word)/3+1
	for _, k := range known {
		if d := levenshtein.ComputeDistance(strings.ToLower(word), strings.ToLower(k)); d < distance {
			best, distance = k, d
		}
	}
	return best
}
