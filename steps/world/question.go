package world

import (
	"encoding/json"
	"fmt"
	"strings"
)

// Question is a question of a scenario to something that cannot be watched. It contains everything on which the answer depends,
// so equal questions have the same answer. In a bundle it is the key of the answer, so its JSON form is part of the format; new
// fields must be omitted from questions that do not use them.
type Question struct {
	Kind QuestionKind `json:"kind"`

	Method string `json:"method,omitempty"`
	URL    string `json:"url,omitempty"`

	Node      string `json:"node,omitempty"`
	Member    string `json:"member,omitempty"` // etcd member
	Namespace string `json:"namespace,omitempty"`
	Pod       string `json:"pod,omitempty"`
	Container string `json:"container,omitempty"`
	ConfigMap string `json:"configMap,omitempty"`

	Command  Command `json:"command,omitempty"`
	Previous bool    `json:"previous,omitempty"` // the log of the run before the last restart
	Port     int     `json:"port,omitempty"`
	Path     string  `json:"path,omitempty"`

	APIVersion string `json:"apiVersion,omitempty"`
	ObjectKind string `json:"objectKind,omitempty"`
	Field      string `json:"field,omitempty"`

	ServiceAccount string `json:"serviceAccount,omitempty"`
	Verb           string `json:"verb,omitempty"`
	Resource       string `json:"resource,omitempty"`
	In             string `json:"in,omitempty"`

	Address string `json:"address,omitempty"` // where a request is sent, as HOST:PORT
	Request string `json:"request,omitempty"` // with headers and body
	Trust   string `json:"trust,omitempty"`   // which certificates are accepted
	Once    bool   `json:"once,omitempty"`    // it was not sent again after a server might have received it
}

// QuestionKind is the kind of a question.
type QuestionKind string

// The kinds of questions, with the fields that they use.
const (
	QuestionURL       QuestionKind = "url"             // Method, URL: a request from outside the cluster
	QuestionForwarded QuestionKind = "port-forward"    // Method, Port, Path, Namespace, Pod: a request through a port-forward
	QuestionContainer QuestionKind = "container"       // Namespace, Pod, Container, Command: the result of a command
	QuestionNode      QuestionKind = "node"            // Node, Command
	QuestionMember    QuestionKind = "member"          // Member, Command
	QuestionLog       QuestionKind = "log"             // Namespace, Pod, Container, Previous: the log of a container
	QuestionLogs      QuestionKind = "logs"            // Namespace, Pod: the logs that explain a pod
	QuestionWrite     QuestionKind = "write"           // Namespace, ConfigMap: whether a change is stored
	QuestionField     QuestionKind = "field"           // APIVersion, ObjectKind, Field: whether a kind has a field
	QuestionAccess    QuestionKind = "access"          // Namespace, ServiceAccount, Verb, Resource, In: whether the service account may do this
	QuestionNetwork   QuestionKind = "network"         // the network plugin of the cluster
	QuestionClasses   QuestionKind = "ingress-classes" // the ingress classes of the cluster
	QuestionLoad      QuestionKind = "load"            // Request, Field: the interval, Verb: "begun" for the start, or "told" for the results so far
	QuestionLocal     QuestionKind = "local"           // Namespace, Command, Once: the result of a command on this machine
	QuestionHealth    QuestionKind = "grpc-health"     // Request: a gRPC service; where it is sent: as for QuestionRequest
	QuestionOwn       QuestionKind = "own"             // Request: what a step definition of a project asks
	QuestionRequest   QuestionKind = "request"         // Request, Trust, and where it is sent: Address, or Port of Namespace, Pod; from Container, if that is set
)

// String describes the question for messages.
func (q Question) String() string {
	switch q.Kind {
	case QuestionURL:
		return q.Method + " " + q.URL
	case QuestionForwarded:
		return fmt.Sprintf("%s :%d%s of pod %q in namespace %s through a port-forward", q.Method, q.Port, q.Path, q.Pod, q.Namespace)
	case QuestionContainer:
		return fmt.Sprintf("%q in container %q of pod %q in namespace %s", q.Command.Words(), q.Container, q.Pod, q.Namespace)
	case QuestionNode:
		return fmt.Sprintf("%q on node %q", q.Command.Words(), q.Node)
	case QuestionMember:
		return fmt.Sprintf("%q at etcd member %q", q.Command.Words(), q.Member)
	case QuestionLog:
		return fmt.Sprintf("the %slog of container %q of pod %q in namespace %s", q.previous(), q.Container, q.Pod, q.Namespace)
	case QuestionLogs:
		return fmt.Sprintf("the logs of pod %q in namespace %s", q.Pod, q.Namespace)
	case QuestionWrite:
		return fmt.Sprintf("a write to configmap %q in namespace %s", q.ConfigMap, q.Namespace)
	case QuestionField:
		return fmt.Sprintf("whether %s in %s has the field %s", q.ObjectKind, q.APIVersion, q.Field)
	case QuestionAccess:
		return fmt.Sprintf("whether service account %q in namespace %s may %s %s in namespace %q", q.ServiceAccount, q.Namespace, q.Verb, q.Resource, q.In)
	case QuestionNetwork:
		return "the network of the cluster"
	case QuestionLoad:
		return fmt.Sprintf("the load %q every %s (%s)", q.Request, q.Field, q.Verb)
	case QuestionRequest:
		return fmt.Sprintf("the request %q%s, trusting %q", q.Request, q.way(), q.Trust)
	case QuestionLocal:
		return fmt.Sprintf("%q on this machine, for namespace %s", q.Command.Words(), q.Namespace)
	case QuestionHealth:
		return fmt.Sprintf("the gRPC health of %q%s", q.Request, q.way())
	case QuestionOwn:
		return fmt.Sprintf("the question %q of a step definition of the project", q.Request)
	case QuestionClasses:
		return "the ingress classes of the cluster"
	}
	return fmt.Sprintf("a question of the kind %q", string(q.Kind))
}

// way describes how a request is sent.
func (q Question) way() string {
	switch {
	case q.Container != "":
		return fmt.Sprintf(" from container %q of pod %q in namespace %s to %s", q.Container, q.Pod, q.Namespace, q.Address)
	case q.Pod != "":
		return fmt.Sprintf(" to port %d of pod %q in namespace %s", q.Port, q.Pod, q.Namespace)
	}
	return " to " + q.Address
}

func (q Question) previous() string {
	if q.Previous {
		return "previous "
	}
	return ""
}

// Command is a program and its arguments in a comparable form, separated by NUL, which no argument can contain. In JSON it is a
// list.
type Command string

// CommandOf returns the Command for a program and its arguments. Invalid UTF-8 is replaced as in JSON.
func CommandOf(words []string) Command {
	return Command(strings.ToValidUTF8(strings.Join(words, "\x00"), "\uFFFD"))
}

// Words returns the program and its arguments.
func (c Command) Words() []string { return strings.Split(string(c), "\x00") }

// MarshalJSON encodes the command as a list.
func (c Command) MarshalJSON() ([]byte, error) { return json.Marshal(c.Words()) }

// UnmarshalJSON decodes a list.
func (c *Command) UnmarshalJSON(data []byte) error {
	var words []string
	if err := json.Unmarshal(data, &words); err != nil {
		return err
	}
	*c = CommandOf(words)
	return nil
}
