const partName = ' with its part';
