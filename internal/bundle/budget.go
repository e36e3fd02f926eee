package bundle

import "errors"

// errTooMuch says that a bundle unpacks to more than any run writes.
var errTooMuch = errors.New("it unpacks to more than any bundle of gherkind has")

// budget is how many more values may be read into memory. A few bytes of a file can stand for millions of them: empty lists, or
// changes to an object with many fields.
type budget struct{ left int }

func (b *budget) take(values int) error {
	if b.left -= values; b.left < 0 {
		return errTooMuch
	}
	return nil
}

// takeJSON is take for JSON that has not been decoded yet.
func (b *budget) takeJSON(data []byte) error { return b.take(jsonValues(data)) }

// jsonValues estimates the values that decoding creates: at most one more than there are commas and opening brackets outside of
// strings.
func jsonValues(data []byte) int {
	values, inString := 1, false
	for i := 0; i < len(data); i++ {
		switch c := data[i]; {
		case inString && c == '\\':
			i++
		case c == '"':
			inString = !inString
		case !inString && (c == ',' || c == '[' || c == '{'):
			values++
		}
	}
	return values
}

// mergeValues counts the fields that merged copies.
func mergeValues(before, patch map[string]any) int {
	fields := len(before) + len(patch)
	for key, change := range patch {
		inner, isMap := change.(map[string]any)
		old, wasMap := before[key].(map[string]any)
		if isMap && wasMap {
			fields += mergeValues(old, inner)
		}
	}
	return fields
}
