print("corpusctl")
