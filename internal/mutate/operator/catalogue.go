package operator

// Catalogue is every operator, in the order of the parts of a manifest.
func Catalogue() []Operator {
	return []Operator{
		probeRemoved,
		imageMissing,
		selectorChanged,
	}
}
