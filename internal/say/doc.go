// Package say has sentences that can be shown in more than one language. A sentence is an English format, as for package fmt, and
// its values. The format is also the key of the translation in the catalogues of messages, which are YAML files next to the code
// that uses the sentence.
//
// What is stored and what programs read is English. A sentence is translated when it is shown to a person.
package say
