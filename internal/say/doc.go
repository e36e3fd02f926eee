// Package say has sentences that can be told in more than one language. A sentence is its English, in the notation of fmt, and
// what stands in it. The English is what it is known by: a catalogue of messages has it beside its translation, in YAML files
// next to the code that says it.
//
// What is kept and what programs read is English. A sentence is translated when it is shown to a person.
package say
