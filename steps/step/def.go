package step

import (
	"io/fs"
	"time"
)

// Type is a typed placeholder: which texts are allowed for {duration} in a step, for example, and how they are converted to a
// Go value.
type Type struct {
	// Name is the word between the braces, in kebab case: "duration".
	Name string
	// Doc describes in one sentence what may be written, for readers who do not know Go.
	Doc string
	// Example is a valid value as it is written in a feature, including quotes.
	Example string
	// Pattern is a regular expression without capture groups. Keep it lenient: it only finds where the value begins and ends,
	// and Parse decides whether the value is valid. Quotes, if required, are part of it.
	Pattern string
	// Parse converts the text that Pattern matched to the value that Run receives. Its error explains only what to write
	// instead; it is prefixed with `bad duration "30x":`, for example. Parse is called once, before the run, and every run of
	// the step receives the same value, which must not be changed.
	Parse func(text string, at Place) (any, error)
	// Guess returns the value that was probably meant by a text, and whether there is one. It is used only for suggestions.
	// Optional: without it, every text that matches Pattern is accepted.
	Guess func(text string) (value string, ok bool)
}

// Place is the location of a step, for parsers that read files next to the feature.
type Place struct {
	// FS is the root that contains the features and the files they refer to.
	FS fs.FS
	// URI is the path of the feature inside FS.
	URI string
	// Line is the line of the step in the feature, from 1.
	Line int
	// Manifests are folders inside FS that are searched for manifests, in addition to those near the feature.
	Manifests []string
	// Values replace $(value:NAME) in files; see package values.
	Values map[string]string
	// Memo caches parsed files for all steps that share it; see [Place.Once].
	Memo *Memo
}

// Def is a step definition.
type Def struct {
	// Name is stable and unique, in kebab case: "pod-has-status".
	Name string
	// Pattern is the text of the step with {type} placeholders; see the package comment.
	Pattern string
	// Doc is one to three sentences for authors of features.
	Doc string
	// Example is a complete step with its keyword, and with its doc string or table if the step takes one.
	Example string
	// Acts means that Run changes the cluster, and that later steps check the effect. A replay takes its outcome from the
	// recording.
	Acts bool
	// Checks means that a step that acts also checks the result of its action, such as the exit code of a command.
	Checks bool
	// Spans means that a check is about the time of an action or waits for its completion, so it proves something even if it
	// was met before the action.
	Spans bool
	// Blind means that a check only tests whether an object exists, so its outcome does not depend on the object's values.
	Blind bool
	// Counts means that a check compares the number of objects with an exact number.
	Counts bool
	// Makes describes the name that the step defines for later steps.
	Makes Makes
	// Reach is what the step changes beyond the objects of its scenario.
	Reach Reach
	// Local means that the step runs a program on the machine where gherkind runs.
	Local bool
	// Asks is the network over which the step sends requests.
	Asks Asks
	// Refused means that the step expects the API server to reject its manifest or eviction.
	Refused bool
	// Fields is where the step mentions fields of an object of its {kind}.
	Fields Fields
	// Values is whether the step sets the value that its {value-name} names.
	Values Gives
	// Rights are the permissions that Run needs in addition to reading the kinds in the text of the step and applying its
	// manifests.
	Rights []Right
	// Run executes the step; see the package comment for its signature.
	Run any
	// ParseDoc parses the doc string of the step when the feature is loaded; Run receives the result. Like the values in the
	// text, it is parsed once. Optional: without it, Run receives the doc string itself.
	ParseDoc func(doc DocString, at Place) (any, error)
	// Check validates the doc string or table of a step when the feature is loaded. Optional.
	Check func(arg Argument, at Place) error
}

// Makes describes a name that a step defines.
type Makes struct {
	Kind  string // singular, such as "pod"; empty if the step defines no name
	Value int    // index of the name among the values of the step
}

// Gives is whether a step sets a value that later steps use as $(value:NAME).
type Gives int

// The ways to set a value.
const (
	GivesNothing Gives = iota
	GivesValue         // the value is the {text} of the step, so it is known before the run
	NotesValue         // the value is found by Run
)

// Reach is what a step changes beyond the objects of its scenario.
type Reach int

// In ascending order.
const (
	ReachObjects  Reach = iota // nothing
	ReachNodes                 // nodes, which all scenarios share
	ReachMachines              // the machines of the nodes
)

// Asks is the network over which a step sends requests, other than to the API server.
type Asks int

// The networks.
const (
	AsksNothing Asks = iota // none
	AsksNetwork             // the cluster network
	AsksOutside             // the cluster network, from outside the cluster
)

// Fields is where a step mentions fields of an object.
type Fields int

// The places where a step mentions fields.
const (
	NoFields           Fields = iota
	FieldsInDocString         // a doc string with a part of an object
	FieldsInPath              // a {jsonpath}
	FieldsInText              // a {text} with names separated by dots
	FieldsInExpression        // an {expression} or a {list-expression}
)

// Right is a permission on the cluster, as in RBAC.
type Right struct {
	Group, Resource string // as in a Role: "apps", "deployments", "pods/exec"
	Verbs           []string
}

// OfKind stands, in the Resource of a [Right], for the resource that the step names: OfKind + "/scale" is its scale subresource.
const OfKind = "{kind}"

// Group is a list of definitions on one subject, as the catalogue lists them.
type Group struct {
	// Name is short and unique, in kebab case: "pods".
	Name string
	// Title is the heading: "Pods".
	Title string
	// Doc describes the subject in one or two sentences.
	Doc string
	// Defs are in the order in which they are listed.
	Defs []Def
	// Types are placeholders that are defined together with these steps. Optional.
	Types []Type
}

// Ending is what a feature may add after a step: a timeout, a hold time, or both. Zero means not written.
type Ending struct {
	// Within is the time in which the check must be met.
	Within time.Duration
	// For is the time for which the check must then stay met.
	For time.Duration
}

// Span is the time during which something must never happen. The zero value means all the time up to now; right after an action
// that proves nothing, so it is rejected there. At most one of the fields is set.
type Span struct {
	// Throughout means from the step to the end of the scenario: "throughout, " before the step.
	Throughout bool
	// For is a duration that starts with the step.
	For time.Duration
	// Before is the moment at which the time ends, as parsed by the type {moment}; nil if none is written.
	Before any
}
