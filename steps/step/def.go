package step

import (
	"io/fs"
	"time"
)

// Type is a typed placeholder: what may stand for {duration} in a step, and how it becomes a Go value.
type Type struct {
	// Name is the word between the braces, in kebab case: "duration".
	Name string
	// Doc says in a sentence what may be written, for people who know no Go.
	Doc string
	// Example is one good value as it is written in a feature, quotes included.
	Example string
	// Pattern is a regular expression without capture groups. Keep it lenient: it only finds where the value
	// begins and ends, Parse decides whether it is good. Quotes, when wanted, are part of it.
	Pattern string
	// Parse turns the text that Pattern matched into the value Run receives. Its error only explains what to
	// write instead; the words `bad duration "30x":` are put before it. It is called once, before the run, and
	// every run of the step receives the same value, which nobody may change.
	Parse func(text string, at Place) (any, error)
	// Guess gives the value that a text was most likely meant to be, and says whether it knows one. It is asked
	// for suggestions only. Optional: what fits Pattern is then as good as any.
	Guess func(text string) (value string, ok bool)
}

// Place is where a step stands, for parsers that read files next to the feature.
type Place struct {
	// FS is the root that holds the features and what they refer to.
	FS fs.FS
	// URI is the path of the feature inside FS.
	URI string
	// Line is the line of the step in the feature, from 1.
	Line int
	// Manifests are folders inside FS in which manifests are looked for, besides those near the feature.
	Manifests []string
	// Values stand in files in the place of $(value:NAME); see package values.
	Values map[string]string
	// Memo keeps what parsers have made of files, for all steps that share it; see [Place.Once].
	Memo *Memo
}

// Def is one step definition.
type Def struct {
	// Name is stable and unique, in kebab case: "pod-has-status".
	Name string
	// Pattern is the text of the step with {type} placeholders; see the package comment.
	Pattern string
	// Doc is one to three sentences for writers of features.
	Doc string
	// Example is a full step with its keyword, and with its doc string or table when the step takes one.
	Example string
	// Acts says that Run changes the cluster: it arranges or acts, and what follows comes of it. A replay takes it
	// as it was recorded.
	Acts bool
	// Checks says that a step that acts also checks the result of its action: the exit code of a command, for example.
	Checks bool
	// Spans says that a check is about the time of an action or waits for its completion, so that it proves something even if
	// it has been met before the action.
	Spans bool
	// Blind says that a check only looks whether an object exists, so that its outcome is the same without the object's values.
	Blind bool
	// Counts says that a check compares the number of objects with an exact one.
	Counts bool
	// Makes says that the step gives something a name that later steps use.
	Makes Makes
	// Reach is how far the step goes beyond the objects of its scenario.
	Reach Reach
	// Local says that the step runs a program on the machine that gherkind runs on.
	Local bool
	// Asks is what the step asks that no watch answers.
	Asks Asks
	// Refused says that the step expects the API server to refuse what it does: its manifest, or an eviction.
	Refused bool
	// Fields says where the step names fields of an object of its {kind}.
	Fields Fields
	// Values says whether the step gives the scenario a value, which its {value-name} names.
	Values Gives
	// Rights are what Run needs to be allowed beyond seeing the kinds in the text of the step, and applying its manifests.
	Rights []Right
	// Run does the work; see the package comment for its shape.
	Run any
	// ParseDoc turns the doc string of the step into the value that Run receives in its place, before anything is run.
	// As with the values in the text, it is called once. Optional: Run then receives the doc string itself.
	ParseDoc func(doc DocString, at Place) (any, error)
	// Check looks at the doc string or table of a step before anything is run. Optional.
	Check func(arg Argument, at Place) error
}

// Makes is a name that a step gives to something.
type Makes struct {
	Kind  string // singular, such as "pod"; empty if the step names nothing
	Value int    // the index of the name among the values of the step
}

// Gives is how a step gives its scenario a value, that later steps ask for by $(value:NAME).
type Gives int

// The ways to give a value.
const (
	GivesNothing Gives = iota
	GivesValue         // it is the {text} of the step, and known before the run
	NotesValue         // Run finds it
)

// Reach is how far a step goes beyond the objects of its scenario.
type Reach int

// Each goes farther than the one before.
const (
	ReachObjects  Reach = iota // not at all
	ReachNodes                 // it changes nodes, which all scenarios share
	ReachMachines              // it works on the machines below the cluster
)

// Asks is what a step asks that no watch answers.
type Asks int

// The questions that are sent over a network.
const (
	AsksNothing Asks = iota // not over the cluster's network
	AsksNetwork             // over the network of the cluster
	AsksOutside             // over that network, from outside the cluster
)

// Fields is where a step names fields of an object.
type Fields int

// The places of fields in a step.
const (
	NoFields           Fields = iota
	FieldsInDocString         // a part of an object
	FieldsInPath              // a {jsonpath}
	FieldsInText              // a {text}: names with dots between them
	FieldsInExpression        // an {expression} or a {list-expression}
)

// Right is a permission on the cluster, in the terms of RBAC.
type Right struct {
	Group, Resource string // as in a Role: "apps", "deployments", "pods/exec"
	Verbs           []string
}

// OfKind stands in the Resource of a [Right] for the resource that the step names: OfKind + "/scale" is its scale.
const OfKind = "{kind}"

// Group is a list of definitions on one subject, as the catalogue is printed.
type Group struct {
	// Name is short and unique, in kebab case: "pods".
	Name string
	// Title is the heading: "Pods".
	Title string
	// Doc says in a sentence or two what the subject is.
	Doc string
	// Defs are in the order in which they are listed.
	Defs []Def
}

// Ending is what a writer may put after a step: a deadline, a time of staying true, or both. Zero means not
// written.
type Ending struct {
	// Within is the time in which it must become true.
	Within time.Duration
	// For is the time for which it must stay true.
	For time.Duration
}

// Span is the time of which a step says that something never happens. Zero is all the time up to now: right after an
// action that proves nothing, so it is refused there. At most one of the fields is set.
type Span struct {
	// Throughout is the time from the step to the end of the scenario: "throughout, " stands before the step.
	Throughout bool
	// For is a length of time from the step on.
	For time.Duration
	// Before is the moment up to which, as the type {moment} of the catalogue parses it; nil when none is named.
	Before any
}
