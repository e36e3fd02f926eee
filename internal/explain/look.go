package explain

import (
	"fmt"

	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"

	"github.com/gherkind/gherkind/internal/say"
)

// look says where to find more: with a command while the object exists, otherwise in the saved evidence.
func (x *index) look(command, kept string) say.Text {
	if x.Leaves {
		return say.Textf("%s in the evidence that is kept", kept)
	}
	return say.Literal(command)
}

// kubectl returns a command about an object, with its namespace.
func kubectl(verb string, o *unstructured.Unstructured) string {
	command := "kubectl " + verb + " " + pathOf(o)
	if ns := o.GetNamespace(); ns != "" {
		command += " -n " + ns
	}
	return command
}

// inNamespace adds the namespace to a command.
func inNamespace(command, namespace string) string {
	if namespace == "" {
		return command
	}
	return command + " -n " + namespace
}

// logsOf says where to find a container's log.
func (p podCase) logsOf(c container, previous bool) say.Text {
	command := inNamespace(fmt.Sprintf("kubectl logs %s -c %s", p.pod.Name, c.Name), p.pod.Namespace)
	if previous {
		command += " --previous"
	}
	return p.look(command, LogFile(p.pod.Namespace, p.pod.Name, c.Name, previous))
}

// LogFile returns the path of a container's log in a scenario's evidence. Pods in different namespaces may have the same name.
func LogFile(namespace, pod, container string, previous bool) string {
	name := "logs/" + namespace + "/" + pod + "_" + container
	if previous {
		return name + ".previous.log"
	}
	return name + ".log"
}
